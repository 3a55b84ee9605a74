import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../restoring.js';
import { growingArray } from './growing-array.js';

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
  /** Adds values that one leaf or several can point to; returns their place. */
  addValues(values: ArrayLike<number>): number;
  /** Points a leaf to values that were added. */
  pointLeaf(node: number, place: number): void;
  /** Gives a leaf values of its own. */
  setLeaf(node: number, values: ArrayLike<number>): void;
  /** The first `keepTrees` trees, or all. */
  build(keepTrees?: number): TreeEnsemble;
}

/** What a node asks. */
export interface NodeSplit {
  readonly feature: number;
  /** Numeric: values up to it go left. Categorical: the number of categories; others count as missing. */
  readonly threshold: number;
  readonly missingLeft: boolean;
  /** Eight words of bits for a categorical split. */
  readonly categories: Uint32Array | null;
}

export function treeEnsembleBuilder(leafWidth: number): TreeEnsembleBuilder {
  const roots: number[] = [];
  // Grown together rather than each by itself: a node then is a few stores.
  let nodes = 0;
  let feature = new Int32Array(64).fill(-1);
  let threshold = new Float64Array(64);
  let left = new Int32Array(64).fill(-1);
  let missingLeft = new Uint8Array(64);
  let categorySet = new Int32Array(64).fill(-1);
  let cover = new Float64Array(64);
  const categories = growingArray(Uint32Array);
  const leafValues = growingArray(Float64Array);
  /** Lengths at the end of each tree but the last. */
  const ends: { readonly values: number; readonly categories: number }[] = [];

  function addNode(nodeCover: number): number {
    if (nodes === cover.length) makeRoom();
    cover[nodes] = nodeCover;
    return nodes++;
  }
  function makeRoom(): void {
    const room = 2 * nodes;
    feature = enlarged(feature, new Int32Array(room).fill(-1));
    threshold = enlarged(threshold, new Float64Array(room));
    left = enlarged(left, new Int32Array(room).fill(-1));
    missingLeft = enlarged(missingLeft, new Uint8Array(room));
    categorySet = enlarged(categorySet, new Int32Array(room).fill(-1));
    cover = enlarged(cover, new Float64Array(room));
  }
  function addValues(values: ArrayLike<number>): number {
    const place = leafValues.length / leafWidth;
    for (let k = 0; k < leafWidth; k++) leafValues.push(values[k] as number);
    return place;
  }
  function pointLeaf(node: number, place: number): void {
    left[node] = place;
  }

  return {
    get trees() {
      return roots.length;
    },
    get nodes() {
      return nodes;
    },
    beginTree(nodeCover) {
      if (roots.length > 0) ends.push({ values: leafValues.length, categories: categories.length });
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
        for (const word of split.categories) categories.push(word);
      }
      return child;
    },
    addValues,
    pointLeaf,
    setLeaf: (node, values) => pointLeaf(node, addValues(values)),
    build(keepTrees = roots.length) {
      const isCut = keepTrees < roots.length;
      const kept = isCut ? (roots[keepTrees] as number) : nodes;
      const end = isCut && keepTrees > 0 ? ends[keepTrees - 1] : undefined;
      return Object.freeze({
        roots: Int32Array.from(roots.slice(0, keepTrees)),
        feature: feature.slice(0, kept),
        threshold: threshold.slice(0, kept),
        left: left.slice(0, kept),
        missingLeft: missingLeft.slice(0, kept),
        categorySet: categorySet.slice(0, kept),
        categories: categories.items.slice(0, kept === 0 ? 0 : (end?.categories ?? categories.length)),
        cover: cover.slice(0, kept),
        leafValues: leafValues.items.slice(0, kept === 0 ? 0 : (end?.values ?? leafValues.length)),
        leafWidth,
      });
    },
  };
}

/** The larger of two arrays, filled with the smaller. */
function enlarged<A extends Float64Array | Int32Array | Uint8Array>(from: A, into: A): A {
  into.set(from);
  return into;
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
function leafOf(ensemble: TreeEnsemble, root: number, values: Float64Array, from: number): number {
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
  return checkedEnsemble(ensemble, features, artifact);
}

/** @throws TitansError `ARTIFACT_CORRUPT` if there is not one importance per feature. */
export function importancesFrom(artifact: ArtifactReader, features: number): Float64Array {
  const importances = artifact.float64('importances');
  if (importances.length !== features) throw artifact.corrupt('it has not one importance per feature');
  return importances;
}

/**
 * The ensemble, frozen, once it is sure that every walk ends.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`.
 */
export function checkedEnsemble(
  ensemble: TreeEnsemble,
  features: number,
  artifact: ArtifactReader,
): TreeEnsemble {
  const { leafWidth } = ensemble;
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
  if (!ensemble.leafValues.every(Number.isFinite)) throw artifact.corrupt('a leaf is no finite number');
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
