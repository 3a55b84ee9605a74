import { addLeafValues, type TreeEnsemble } from '../../estimators/trees/tree-ensemble.js';

/** What a set of known features is worth; bit `j` of `known` stands for feature `j`. */
export type Worth = (known: number) => number;

/** Shapley values by their definition: a sum over all sets of the other features. */
export function shapleyValues(features: number, worth: Worth): readonly number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const worths = Array.from({ length: 2 ** features }, (_, known) => worth(known));
  return Array.from({ length: features }, (_, j) => {
    let sum = 0;
    for (let known = 0; known < worths.length; known++) {
      if ((known >> j) & 1) continue;
      const size = Array.from({ length: features }, (_, i) => (known >> i) & 1).reduce((a, b) => a + b, 0);
      const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features);
      sum += weight * ((worths[known | (1 << j)] as number) - (worths[known] as number));
    }
    return sum;
  });
}

/** Raw outputs of one row. */
export function outputsOf(ensemble: TreeEnsemble, row: readonly number[], outputs: number): Float64Array {
  const sums = new Float64Array(outputs);
  addLeafValues(
    ensemble,
    row.map((value) => Float64Array.of(value)),
    1,
    outputs,
    sums,
  );
  return sums;
}

/** The expectation of an output where only some features are known, by the covers of the trees (Algorithm 1). */
export function coverWorth(
  ensemble: TreeEnsemble,
  row: readonly number[],
  outputs: number,
  output: number,
): Worth {
  const { roots, feature, left, cover, leafValues, leafWidth } = ensemble;
  const below = (node: number, known: number): number => {
    const asked = feature[node] as number;
    if (asked < 0) {
      const from = (left[node] as number) * leafWidth;
      return leafValues[from + (leafWidth === 1 ? 0 : output)] as number;
    }
    const child = left[node] as number;
    if ((known >> asked) & 1)
      return below(goesLeft(ensemble, node, row[asked] as number) ? child : child + 1, known);
    const [a, b] = [cover[child] as number, cover[child + 1] as number];
    return (a * below(child, known) + b * below(child + 1, known)) / (a + b);
  };
  return (known) =>
    roots.reduce(
      (sum, root, tree) => sum + (leafWidth > 1 || tree % outputs === output ? below(root, known) : 0),
      0,
    );
}

/** The weighted mean of an output over background rows that take the known features of the row. */
export function backgroundWorth(
  ensemble: TreeEnsemble,
  row: readonly number[],
  background: readonly (readonly number[])[],
  weights: readonly number[],
  outputs: number,
  output: number,
): Worth {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (known) =>
    background.reduce((sum, other, i) => {
      const mixed = other.map((value, j) => ((known >> j) & 1 ? (row[j] as number) : value));
      return sum + ((weights[i] as number) / total) * (outputsOf(ensemble, mixed, outputs)[output] as number);
    }, 0);
}

function goesLeft(ensemble: TreeEnsemble, node: number, value: number): boolean {
  const threshold = ensemble.threshold[node] as number;
  const set = ensemble.categorySet[node] as number;
  const ifMissing = ensemble.missingLeft[node] === 1;
  if (Number.isNaN(value)) return ifMissing;
  if (set < 0) return value <= threshold;
  if (value >= threshold) return ifMissing;
  return (((ensemble.categories[set] as number) >>> value) & 1) === 1;
}
