import type { TreeEnsemble } from '../trees/tree-ensemble.js';

/**
 * Trees of one depth without leaves above it: a walk takes the same number of steps for every row, so that it needs
 * no test for a leaf and no branch that a processor could foresee wrongly.
 */
export interface CompleteTrees {
  readonly depth: number;
  readonly trees: number;
  /** Tree by tree, 2^depth places each; the root is 1 and the children of node n are 2 n and 2 n + 1. */
  readonly feature: Int32Array;
  /** Values above it go right; +∞ below a leaf. */
  readonly threshold: Float64Array;
  /** 1 if missing values go left. */
  readonly missingLeft: Uint8Array;
  /** Tree by tree, the path lengths at the ends from left to right. */
  readonly lengths: Float64Array;
}

/** The kernel takes the first three steps at once and needs one more. */
const shallowest = 4;
/** Deepest trees that are laid out in full: those of 1,024 rows. */
const deepest = 10;
/** Most nodes that are laid out in full, in 64 MB. */
const mostNodes = 2 ** 22;

/** Lays out isolation trees in full; `null` if this would take too much memory. */
export function completeTrees(ensemble: TreeEnsemble): CompleteTrees | null {
  const { roots, feature, threshold, missingLeft, left, leafValues } = ensemble;
  const depth = roots.reduce((most, root) => Math.max(most, depthBelow(ensemble, root)), shallowest);
  const stride = 2 ** depth;
  if (depth > deepest || stride * roots.length > mostNodes) return null;
  const complete = {
    depth,
    trees: roots.length,
    feature: new Int32Array(stride * roots.length),
    threshold: new Float64Array(stride * roots.length).fill(Number.POSITIVE_INFINITY),
    missingLeft: new Uint8Array(stride * roots.length),
    lengths: new Float64Array(stride * roots.length),
  };
  const place = (base: number, node: number, at: number): void => {
    if (at >= stride) {
      complete.lengths[base + at - stride] = leafValues[left[node] as number] as number;
      return;
    }
    const asked = feature[node] as number;
    if (asked < 0) {
      // What nothing is above always goes left, missing values wherever they like: the ends are the same.
      place(base, node, 2 * at);
      place(base, node, 2 * at + 1);
      return;
    }
    complete.feature[base + at] = asked;
    complete.threshold[base + at] = threshold[node] as number;
    complete.missingLeft[base + at] = missingLeft[node] as number;
    place(base, left[node] as number, 2 * at);
    place(base, (left[node] as number) + 1, 2 * at + 1);
  };
  for (let tree = 0; tree < roots.length; tree++) place(tree * stride, roots[tree] as number, 1);
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
  const stride = 2 ** depth;
  const fours = rows - (rows % 4);
  for (let tree = 0; tree < trees; tree++) {
    const base = tree * stride;
    const end = base - stride;
    for (let row = 0; row < fours; row += 4) {
      const first = row * width;
      const second = first + width;
      const third = second + width;
      const fourth = third + width;
      let [a, b, c, d] = [1, 1, 1, 1];
      for (let level = 0; level < depth; level++) {
        const [atA, atB, atC, atD] = [base + a, base + b, base + c, base + d];
        a = 2 * a + above(values[first + (feature[atA] as number)] as number, threshold[atA] as number);
        b = 2 * b + above(values[second + (feature[atB] as number)] as number, threshold[atB] as number);
        c = 2 * c + above(values[third + (feature[atC] as number)] as number, threshold[atC] as number);
        d = 2 * d + above(values[fourth + (feature[atD] as number)] as number, threshold[atD] as number);
      }
      const at = into + row;
      lengths[at] = (lengths[at] as number) + (ends[end + a] as number);
      lengths[at + 1] = (lengths[at + 1] as number) + (ends[end + b] as number);
      lengths[at + 2] = (lengths[at + 2] as number) + (ends[end + c] as number);
      lengths[at + 3] = (lengths[at + 3] as number) + (ends[end + d] as number);
    }
    for (let row = fours; row < rows; row++) {
      let node = 1;
      for (let level = 0; level < depth; level++) {
        const at = base + node;
        node =
          2 * node + above(values[row * width + (feature[at] as number)] as number, threshold[at] as number);
      }
      lengths[into + row] = (lengths[into + row] as number) + (ends[end + node] as number);
    }
  }
}

/** 1 if the value is above the threshold, without a branch. */
function above(value: number, threshold: number): number {
  return Number(value > threshold);
}
