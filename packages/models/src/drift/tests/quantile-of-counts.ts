/**
 * Quantile of ascending distinct values that occur so often each, by linear interpolation between neighbours of the
 * list that they stand for (type 7 of Hyndman and Fan 1996).
 *
 * @param probability 0 to 1.
 * @returns NaN where nothing was counted.
 */
export function quantileOfCounts(values: Float64Array, counts: Float64Array, probability: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const position = (total - 1) * probability;
  const below = Math.floor(position);
  let upTo = 0;
  for (let cell = 0; cell < values.length; cell++) {
    upTo += counts[cell] as number;
    if (upTo <= below) continue;
    const low = values[cell] as number;
    if (upTo > below + 1 || position === below) return low;
    let next = cell + 1;
    while (next < values.length && counts[next] === 0) next++;
    const high = next < values.length ? (values[next] as number) : low;
    return low + (high - low) * (position - below);
  }
  return Number.NaN;
}
