import type { TreeEnsemble } from '../trees/tree-ensemble.js';

/**
 * Trees of one depth without leaves above it: a walk takes the same number of steps for every row, so that it needs
 * no test for a leaf and no branch that a processor could foresee wrongly.
 */
export interface CompleteTrees {
  readonly depth: number;
  readonly trees: number;
  /** Tree by tree, level by level; the children of node n are 2 n + 1 and 2 n + 2. */
  readonly feature: Int32Array;
  /** Values above it go right; +∞ below a leaf. */
  readonly threshold: Float64Array;
  /** Tree by tree, the path lengths at the ends from left to right. */
  readonly lengths: Float64Array;
}

/** Deepest trees that are laid out in full: those of 1,024 rows. */
const deepest = 10;

/** Lays out isolation trees in full; `null` if one is so deep that this would take too much memory. */
export function completeTrees(ensemble: TreeEnsemble): CompleteTrees | null {
  const { roots, feature, threshold, left, leafValues } = ensemble;
  const depth = roots.reduce((most, root) => Math.max(most, depthBelow(ensemble, root)), 0);
  if (depth > deepest) return null;
  const [inner, ends] = [2 ** depth - 1, 2 ** depth];
  const complete = {
    depth,
    trees: roots.length,
    feature: new Int32Array(inner * roots.length),
    threshold: new Float64Array(inner * roots.length).fill(Number.POSITIVE_INFINITY),
    lengths: new Float64Array(ends * roots.length),
  };
  const place = (tree: number, node: number, at: number, level: number): void => {
    const isLeaf = (feature[node] as number) < 0;
    if (level === depth) {
      complete.lengths[tree * ends + at - inner] = leafValues[left[node] as number] as number;
      return;
    }
    if (isLeaf) {
      place(tree, node, 2 * at + 1, level + 1);
      return;
    }
    complete.feature[tree * inner + at] = feature[node] as number;
    complete.threshold[tree * inner + at] = threshold[node] as number;
    place(tree, left[node] as number, 2 * at + 1, level + 1);
    place(tree, (left[node] as number) + 1, 2 * at + 2, level + 1);
  };
  for (let tree = 0; tree < roots.length; tree++) place(tree, roots[tree] as number, 0, 0);
  return complete;
}

function depthBelow(ensemble: TreeEnsemble, node: number): number {
  if ((ensemble.feature[node] as number) < 0) return 0;
  const child = ensemble.left[node] as number;
  return 1 + Math.max(depthBelow(ensemble, child), depthBelow(ensemble, child + 1));
}

/**
 * Adds to `lengths[into]`, `[into + 1]`, … the path lengths of rows laid out one after another in `values`, of which
 * none is missing. Four rows walk side by side.
 */
export function addPathLengths(
  complete: CompleteTrees,
  values: Float64Array,
  width: number,
  rows: number,
  lengths: Float64Array,
  into: number,
): void {
  const { depth, trees, feature, threshold, lengths: ends } = complete;
  const inner = 2 ** depth - 1;
  const fours = rows - (rows % 4);
  for (let tree = 0; tree < trees; tree++) {
    const base = tree * inner;
    const end = tree * (inner + 1) - inner;
    for (let row = 0; row < fours; row += 4) {
      const first = row * width;
      const second = first + width;
      const third = second + width;
      const fourth = third + width;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let level = 0; level < depth; level++) {
        const [atA, atB, atC, atD] = [base + a, base + b, base + c, base + d];
        a = 2 * a + 1 + above(values[first + (feature[atA] as number)] as number, threshold[atA] as number);
        b = 2 * b + 1 + above(values[second + (feature[atB] as number)] as number, threshold[atB] as number);
        c = 2 * c + 1 + above(values[third + (feature[atC] as number)] as number, threshold[atC] as number);
        d = 2 * d + 1 + above(values[fourth + (feature[atD] as number)] as number, threshold[atD] as number);
      }
      const at = into + row;
      lengths[at] = (lengths[at] as number) + (ends[end + a] as number);
      lengths[at + 1] = (lengths[at + 1] as number) + (ends[end + b] as number);
      lengths[at + 2] = (lengths[at + 2] as number) + (ends[end + c] as number);
      lengths[at + 3] = (lengths[at + 3] as number) + (ends[end + d] as number);
    }
    for (let row = fours; row < rows; row++) {
      let node = 0;
      for (let level = 0; level < depth; level++) {
        const at = base + node;
        node =
          2 * node +
          1 +
          above(values[row * width + (feature[at] as number)] as number, threshold[at] as number);
      }
      lengths[into + row] = (lengths[into + row] as number) + (ends[end + node] as number);
    }
  }
}

/** 1 if the value is above the threshold, without a branch. */
function above(value: number, threshold: number): number {
  return Number(value > threshold);
}
