import type { ForestFeature } from './forest-codes.js';
import { addLeafValues, type TreeEnsemble } from './tree-ensemble.js';

/** What one tree says of the rows that it did not learn from. */
export interface LeftOut {
  readonly rows: Uint32Array;
  /** Row-major rows × outputs. */
  readonly values: Float64Array;
}

/** What the trees that did not draw a row say of it. */
export interface OutOfBag {
  /** Row-major rows × outputs. */
  readonly sums: Float64Array;
  /** Trees that did not draw the row. */
  readonly votes: Uint32Array;
}

/** Leaf values of a tree for the rows that it did not learn from (Breiman 1996). */
export function leftOutAnswers(
  ensemble: TreeEnsemble,
  features: readonly ForestFeature[],
  rows: Uint32Array,
): LeftOut {
  const part = features.map(({ values }) => Float64Array.from(rows, (row) => values[row] as number));
  const values = new Float64Array(rows.length * ensemble.leafWidth);
  addLeafValues(ensemble, part, rows.length, ensemble.leafWidth, values);
  return { rows, values };
}

/** Sums what the trees say; `add` is to be called in the order of the trees. */
export function outOfBagSums(rows: number, outputs: number): OutOfBag & { add(leftOut: LeftOut): void } {
  const sums = new Float64Array(rows * outputs);
  const votes = new Uint32Array(rows);
  return {
    sums,
    votes,
    add(leftOut) {
      leftOut.rows.forEach((row, i) => {
        votes[row] = (votes[row] as number) + 1;
        for (let k = 0; k < outputs; k++) {
          const at = row * outputs + k;
          sums[at] = (sums[at] as number) + (leftOut.values[i * outputs + k] as number);
        }
      });
    },
  };
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
