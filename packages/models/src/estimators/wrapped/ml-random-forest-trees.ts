import { createRandom } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { pace } from '../pace.js';
import type { ArtifactReader } from '../restoring.js';
import {
  restoreEnsemble,
  type TreeEnsemble,
  type TreeEnsembleBuilder,
  treeEnsembleBuilder,
} from '../trees/tree-ensemble.js';
import { learningRows, type MlRandomForestSettings, mostRows } from './ml-random-forest-parameters.js';
import { above, below } from './strict-threshold.js';

/** A node as `toJSON` of ml-cart writes it: two children and what is asked, or what a leaf answers. */
export interface CartNode {
  readonly splitColumn?: number;
  readonly splitValue?: number;
  readonly left?: CartNode;
  readonly right?: CartNode;
  /** The mean of a number, or one row of class shares. */
  readonly distribution?: number | readonly (readonly number[])[];
}

/** A forest of one tree, as learned. */
export interface GrownTree {
  readonly root: CartNode;
  /** Columns of the matrix by column of the tree. */
  readonly columns: readonly number[];
}

/** What the library is told of a forest of one tree. */
export interface LibraryOptions {
  readonly nEstimators: number;
  readonly seed: number;
  readonly maxFeatures: number;
  readonly replacement: boolean;
  readonly useSampleBagging: boolean;
  readonly noOOB: boolean;
  readonly treeOptions: object;
}

/** What is to be learned. */
export interface ForestTask {
  readonly treeOptions: object;
  /** Learns one tree from rows of numbers; `order` is the row of the matrix that each of them was. */
  grow(rows: number[][], order: Uint32Array, options: LibraryOptions): GrownTree;
  /** Numbers per leaf. */
  readonly leafWidth: number;
  /** The numbers of a leaf, given what the package keeps there. */
  leafValues(distribution: CartNode['distribution']): readonly number[];
}

/**
 * Grows the trees one by one, each a library forest of its own with a seed of its own, so that a fit can be cancelled
 * and a server answers between two trees.
 */
export async function growLibraryForest(
  settings: MlRandomForestSettings,
  x: FeatureMatrix,
  task: ForestTask,
  options: FitOptions,
): Promise<TreeEnsemble> {
  const step = pace(options, 'ml-random-forest', 'rounds');
  const random = createRandom(options.seed ?? 0, 'ml-random-forest');
  const order = learningRows(x, settings.maxSamples, random.stream('rows'));
  const rows = Array.from(order, (row) => x.columns.map((column) => column[row] as number));
  const builder = treeEnsembleBuilder(task.leafWidth);
  const width = x.columns.length;
  const drawn = Math.max(1, Math.round(settings.featureFraction * width));
  for (let tree = 0; tree < settings.trees; tree++) {
    const grown = task.grow(rows, order, {
      nEstimators: 1,
      seed: random.stream(String(tree)).uint32() | 0,
      // The library takes 1 for all features and rounds a share down; half a feature more hits the number meant.
      maxFeatures: Math.min(1, (drawn + 0.5) / width),
      replacement: false,
      useSampleBagging: settings.bootstrap,
      noOOB: true,
      treeOptions: {
        ...task.treeOptions,
        minNumSamples: settings.minSamplesSplit - 1,
        maxDepth: settings.maxDepth,
      },
    });
    addTree(grown, rows, task, builder);
    await step(tree + 1, settings.trees);
  }
  return builder.build();
}

/** Lays a tree out flat; `cover` counts the rows learned from, whichever of them the tree drew. */
function addTree(grown: GrownTree, rows: number[][], task: ForestTask, builder: TreeEnsembleBuilder): void {
  const open = [{ node: builder.beginTree(rows.length), cart: grown.root, rows }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, cart } = next;
    if (!cart.left || !cart.right) {
      builder.setLeaf(node, task.leafValues(cart.distribution));
      continue;
    }
    const feature = grown.columns[cart.splitColumn ?? -1] ?? -1;
    const strict = cart.splitValue ?? 0;
    const left = next.rows.filter((row) => (row[feature] as number) < strict);
    const right = next.rows.filter((row) => !((row[feature] as number) < strict));
    const split = { feature, threshold: below(strict), missingLeft: false, categories: null };
    const child = builder.split(node, split, left.length, right.length);
    open.push(
      { node: child + 1, cart: cart.right, rows: right },
      { node: child, cart: cart.left, rows: left },
    );
  }
}

/** The nodes of each tree as ml-cart reads them back. */
export function cartRoots(
  ensemble: TreeEnsemble,
  distribution: (place: number) => number | number[][],
): readonly CartNode[] {
  const { feature, threshold, left, roots } = ensemble;
  const nodes: CartNode[] = [];
  // Children come after their parents.
  for (let node = feature.length - 1; node >= 0; node--) {
    const child = left[node] as number;
    const asked = feature[node] as number;
    nodes[node] =
      asked < 0
        ? { distribution: distribution(child) }
        : {
            splitColumn: asked,
            splitValue: above(threshold[node] as number),
            left: nodes[child] as CartNode,
            right: nodes[child + 1] as CartNode,
          };
  }
  return Array.from(roots, (root) => nodes[root] as CartNode);
}

const rowsAtOnce = 1024;

/** Calls back with stretches of rows as the library reads them, so that those of all rows need not be held at once. */
export function forEachStretch(
  columns: readonly Float64Array[],
  rows: number,
  visit: (stretch: number[][], from: number) => void,
): void {
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const length = Math.min(rowsAtOnce, rows - from);
    visit(
      Array.from({ length }, (_, i) => columns.map((column) => column[from + i] as number)),
      from,
    );
  }
}

/** What `load` of the library needs beside the trees; they ask for columns by their place in the matrix. */
export function baseModel(ensemble: TreeEnsemble, features: number, isClassifier: boolean): LibraryBaseModel {
  const trees = ensemble.roots.length;
  const columns = Array.from({ length: features }, (_, column) => column);
  return {
    nEstimators: trees,
    indexes: Array.from({ length: trees }, () => columns),
    n: features,
    maxFeatures: features,
    replacement: false,
    seed: 0,
    useSampleBagging: false,
    noOOB: true,
    treeOptions: {},
    isClassifier,
  };
}

interface LibraryBaseModel extends LibraryOptions {
  readonly indexes: number[][];
  readonly n: number;
  readonly isClassifier: boolean;
}

/**
 * Reads back an ensemble that the library can load.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`, also for what only a forged one holds: the library copies every path to a
 * node and goes down recursively, so that shared or very deep branches would never end.
 */
export function restoreLibraryTrees(
  artifact: ArtifactReader,
  leafWidth: number,
  features: number,
): TreeEnsemble {
  const ensemble = restoreEnsemble(artifact, leafWidth, features);
  const { feature, left, categorySet, threshold } = ensemble;
  const depth = new Int32Array(feature.length).fill(-1);
  const reach = (node: number, level: number): void => {
    if (depth[node] !== -1 || level > mostRows)
      throw artifact.corrupt(`its node ${node} is in no tree of its own`);
    depth[node] = level;
  };
  for (const root of ensemble.roots) reach(root, 0);
  for (let node = 0; node < feature.length; node++) {
    if ((feature[node] as number) < 0) continue;
    if ((categorySet[node] as number) >= 0 || !Number.isFinite(threshold[node])) {
      throw artifact.corrupt(`its node ${node} asks what the library cannot`);
    }
    reach(left[node] as number, (depth[node] as number) + 1);
    reach((left[node] as number) + 1, (depth[node] as number) + 1);
  }
  return ensemble;
}
