import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../restoring.js';

/**
 * Any number of trees in flat arrays, one entry per node; the children of a node stand side by side. Boosting,
 * forests and isolation forests all predict from this one layout.
 */
export interface TreeEnsemble {
  /** The root of each tree. */
  readonly roots: Int32Array;
  /** Feature that the node asks for; -1 for a leaf. */
  readonly feature: Int32Array;
  /** Numeric split: values up to it go left. */
  readonly threshold: Float64Array;
  /** Left child, the right one being next to it; for a leaf, the place of its values. */
  readonly left: Int32Array;
  /** 1 if missing values go left. */
  readonly missingLeft: Uint8Array;
  /** Categorical split: where its 256 bits begin in `categories`; -1 for a numeric one. */
  readonly categorySet: Int32Array;
  /** Bits of the categories that go left, 8 words per categorical split. */
  readonly categories: Uint32Array;
  /** Weight of the training rows that came by. */
  readonly cover: Float64Array;
  /** `leafWidth` numbers per leaf. */
  readonly leafValues: Float64Array;
  readonly leafWidth: number;
}

/** Collects trees. */
export interface TreeEnsembleBuilder {
  readonly trees: number;
  readonly nodes: number;
  /** Begins a tree; returns its root, a leaf until it is split. */
  beginTree(cover: number): number;
  /** Makes a leaf an inner node; returns its left child, the right one being next to it. */
  split(node: number, split: NodeSplit, leftCover: number, rightCover: number): number;
  /** Gives a leaf its values. */
  setLeaf(node: number, values: ArrayLike<number>): void;
  build(keepTrees?: number): TreeEnsemble;
}

/** What a node asks. */
export interface NodeSplit {
  readonly feature: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
  /** Eight words of bits for a categorical split. */
  readonly categories: Uint32Array | null;
}

export function treeEnsembleBuilder(leafWidth: number): TreeEnsembleBuilder {
  const roots: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const missingLeft: number[] = [];
  const categorySet: number[] = [];
  const categories: number[] = [];
  const cover: number[] = [];
  const leafValues: number[] = [];
  const treeEnds: { leaves: number; categories: number }[] = [];

  function addNode(nodeCover: number): number {
    feature.push(-1);
    threshold.push(0);
    missingLeft.push(0);
    categorySet.push(-1);
    cover.push(nodeCover);
    return left.push(-1) - 1;
  }
  function endTree(): void {
    if (roots.length > treeEnds.length)
      treeEnds.push({ leaves: leafValues.length, categories: categories.length });
  }

  return {
    get trees() {
      return roots.length;
    },
    get nodes() {
      return feature.length;
    },
    beginTree(nodeCover) {
      endTree();
      const root = addNode(nodeCover);
      roots.push(root);
      return root;
    },
    split(node, split, leftCover, rightCover) {
      const child = addNode(leftCover);
      addNode(rightCover);
      feature[node] = split.feature;
      threshold[node] = split.threshold;
      missingLeft[node] = split.missingLeft ? 1 : 0;
      left[node] = child;
      if (split.categories) {
        categorySet[node] = categories.length;
        categories.push(...split.categories);
      }
      return child;
    },
    setLeaf(node, values) {
      left[node] = leafValues.length / leafWidth;
      for (let k = 0; k < leafWidth; k++) leafValues.push(values[k] as number);
    },
    build(keepTrees = roots.length) {
      endTree();
      const nodes = keepTrees < roots.length ? (roots[keepTrees] as number) : feature.length;
      const end = treeEnds[keepTrees - 1] ?? { leaves: 0, categories: 0 };
      return Object.freeze({
        roots: Int32Array.from(roots.slice(0, keepTrees)),
        feature: Int32Array.from(feature.slice(0, nodes)),
        threshold: Float64Array.from(threshold.slice(0, nodes)),
        left: Int32Array.from(left.slice(0, nodes)),
        missingLeft: Uint8Array.from(missingLeft.slice(0, nodes)),
        categorySet: Int32Array.from(categorySet.slice(0, nodes)),
        categories: Uint32Array.from(categories.slice(0, end.categories)),
        cover: Float64Array.from(cover.slice(0, nodes)),
        leafValues: Float64Array.from(leafValues.slice(0, end.leaves)),
        leafWidth,
      });
    },
  };
}

const rowsAtOnce = 64;

/**
 * Adds the leaf values of every tree to `sums`, row-major rows × outputs. With one value per leaf, tree `t` counts
 * for output `t mod outputs`; otherwise every tree counts for all outputs.
 */
export function addLeafValues(
  ensemble: TreeEnsemble,
  columns: readonly Float64Array[],
  rows: number,
  outputs: number,
  sums: Float64Array,
): void {
  const { roots, left, leafValues, leafWidth } = ensemble;
  const width = columns.length;
  // A block of rows is laid out row by row, so that a walk down a tree stays in the cache.
  const block = new Float64Array(Math.min(rowsAtOnce, rows) * width);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    for (let column = 0; column < width; column++) {
      const source = columns[column] as Float64Array;
      for (let i = 0; i < count; i++) block[i * width + column] = source[first + i] as number;
    }
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree] as number;
      const output = leafWidth === 1 ? tree % outputs : 0;
      for (let i = 0; i < count; i++) {
        const leaf = leafOf(ensemble, root, block, i * width);
        const from = (left[leaf] as number) * leafWidth;
        const into = (first + i) * outputs + output;
        for (let k = 0; k < leafWidth; k++) {
          sums[into + k] = (sums[into + k] as number) + (leafValues[from + k] as number);
        }
      }
    }
  }
}

/** The leaf in which a row ends, given where its values begin in `values`. */
export function leafOf(ensemble: TreeEnsemble, root: number, values: Float64Array, from: number): number {
  const { feature, threshold, left, missingLeft, categorySet, categories } = ensemble;
  let node = root;
  for (let asked = feature[node] as number; asked >= 0; asked = feature[node] as number) {
    const value = values[from + asked] as number;
    const child = left[node] as number;
    const set = categorySet[node] as number;
    let goesLeft: boolean;
    if (Number.isNaN(value)) goesLeft = missingLeft[node] === 1;
    else if (set < 0) goesLeft = value <= (threshold[node] as number);
    else if (!Number.isInteger(value) || value < 0 || value >= (threshold[node] as number))
      goesLeft = missingLeft[node] === 1;
    else goesLeft = (((categories[set + (value >>> 5)] as number) >>> (value & 31)) & 1) === 1;
    node = goesLeft ? child : child + 1;
  }
  return node;
}

/** The arrays of an ensemble, for an artifact. */
export function ensembleArrays(ensemble: TreeEnsemble): Readonly<Record<string, ArtifactArray>> {
  const { leafWidth: _, ...arrays } = ensemble;
  return arrays;
}

/**
 * Reads back what {@link ensembleArrays} wrote and checks that every walk ends.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`.
 */
export function restoreEnsemble(artifact: ArtifactReader, leafWidth: number, features: number): TreeEnsemble {
  const ensemble: TreeEnsemble = {
    roots: artifact.int32('roots'),
    feature: artifact.int32('feature'),
    threshold: artifact.float64('threshold'),
    left: artifact.int32('left'),
    missingLeft: artifact.uint8('missingLeft'),
    categorySet: artifact.int32('categorySet'),
    categories: artifact.uint32('categories'),
    cover: artifact.float64('cover'),
    leafValues: artifact.float64('leafValues'),
    leafWidth,
  };
  const nodes = ensemble.feature.length;
  const sameLength = [
    ensemble.threshold,
    ensemble.left,
    ensemble.missingLeft,
    ensemble.categorySet,
    ensemble.cover,
  ];
  if (sameLength.some((array) => array.length !== nodes))
    throw artifact.corrupt('its node arrays differ in length');
  if (ensemble.roots.some((root) => root < 0 || root >= nodes)) throw artifact.corrupt('a root is no node');
  for (let node = 0; node < nodes; node++) {
    const asked = ensemble.feature[node] as number;
    const next = ensemble.left[node] as number;
    const set = ensemble.categorySet[node] as number;
    // Children come after their parent, so that a walk cannot go in circles.
    const sound =
      asked < 0
        ? next >= 0 && (next + 1) * leafWidth <= ensemble.leafValues.length
        : asked < features &&
          next > node &&
          next + 1 < nodes &&
          set + 8 <= ensemble.categories.length + (set < 0 ? 8 : 0);
    if (!sound) throw artifact.corrupt(`its node ${node} points nowhere`);
  }
  return Object.freeze(ensemble);
}
