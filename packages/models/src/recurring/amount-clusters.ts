/** Neighbouring amounts whose ratio is beyond one of these fall apart. */
const ratios: readonly number[] = [1.4, 1.15, 1.03, 1];

/**
 * Ways to split payments by amount, from all together to equal amounts only; each is a list of clusters of positions
 * in their order. Ways that give the same clusters are there once.
 */
export function amountClusters(amounts: readonly number[]): readonly (readonly (readonly number[])[])[] {
  const order = amounts
    .map((_, position) => position)
    .sort((a, b) => size(amounts, a) - size(amounts, b) || a - b);
  const splits: (readonly (readonly number[])[])[] = [[amounts.map((_, position) => position)]];
  let clusterCount = 1;
  for (const ratio of ratios) {
    const clusters: number[][] = [];
    let previous = Number.NaN;
    for (const position of order) {
      const amount = size(amounts, position);
      const cluster = clusters.at(-1);
      if (cluster === undefined || amount > previous * ratio) clusters.push([position]);
      else cluster.push(position);
      previous = amount;
    }
    // A finer split only ever divides clusters, so that the same number means the same split.
    if (clusters.length === clusterCount) continue;
    clusterCount = clusters.length;
    splits.push(clusters.map((cluster) => cluster.sort((a, b) => a - b)));
  }
  return splits;
}

function size(amounts: readonly number[], position: number): number {
  return Math.abs(amounts[position] as number);
}
