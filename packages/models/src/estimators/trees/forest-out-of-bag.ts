import { addLeafValues, type TreeEnsemble } from './tree-ensemble.js';

/** What the trees that did not draw a row say of it. */
export interface OutOfBag {
  /** Row-major rows × outputs. */
  readonly sums: Float64Array;
  /** Trees that did not draw the row. */
  readonly votes: Uint32Array;
}

/**
 * Sums, for every row, the leaf values of the trees that did not learn from it (Breiman 1996).
 *
 * @param isLeftOut Whether a tree did not draw a row. Asked tree by tree.
 */
export function outOfBag(
  ensemble: TreeEnsemble,
  columns: readonly Float64Array[],
  candidates: Uint32Array,
  outputs: number,
  leftOut: (tree: number) => (row: number) => boolean,
): OutOfBag {
  const rows = columns[0]?.length ?? 0;
  const sums = new Float64Array(rows * outputs);
  const votes = new Uint32Array(rows);
  for (let tree = 0; tree < ensemble.roots.length; tree++) {
    const out = candidates.filter(leftOut(tree));
    const alone = { ...ensemble, roots: ensemble.roots.subarray(tree, tree + 1) };
    const part = columns.map((column) => Float64Array.from(out, (row) => column[row] as number));
    const values = new Float64Array(out.length * outputs);
    addLeafValues(alone, part, out.length, outputs, values);
    out.forEach((row, i) => {
      votes[row] = (votes[row] as number) + 1;
      for (let k = 0; k < outputs; k++) {
        const at = row * outputs + k;
        sums[at] = (sums[at] as number) + (values[i * outputs + k] as number);
      }
    });
  }
  return { sums, votes };
}

/** Share of the rows whose likeliest class is their own; `null` if every tree drew every row. */
export function outOfBagAccuracy(
  { sums, votes }: OutOfBag,
  labels: Int32Array,
  outputs: number,
): number | null {
  let [right, judged] = [0, 0];
  for (let row = 0; row < votes.length; row++) {
    if (votes[row] === 0) continue;
    let likeliest = 0;
    for (let k = 1; k < outputs; k++) {
      if ((sums[row * outputs + k] as number) > (sums[row * outputs + likeliest] as number)) likeliest = k;
    }
    judged++;
    if (likeliest === labels[row]) right++;
  }
  return judged === 0 ? null : right / judged;
}

/** R² of the mean prediction; `null` if every tree drew every row or the target does not vary. */
export function outOfBagRSquared({ sums, votes }: OutOfBag, target: Float64Array): number | null {
  const judged = Uint32Array.from(votes.keys()).filter((row) => (votes[row] as number) > 0);
  const mean = judged.reduce((sum, row) => sum + (target[row] as number), 0) / judged.length;
  let [error, variation] = [0, 0];
  for (const row of judged) {
    const own = target[row] as number;
    error += (own - (sums[row] as number) / (votes[row] as number)) ** 2;
    variation += (own - mean) ** 2;
  }
  return variation > 0 ? 1 - error / variation : null;
}
