import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { columnsAsTrained } from '../training-data.js';
import type { FittedGradientBoosting } from './gradient-boosting.js';
import { binnedWalk } from './kernel/binned-walk.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/**
 * Predictions of several boosted models for a few rows, row-major rows × models: the same bits as one after the other, but
 * values are checked and binned once and all trees walked at once.
 */
export type MergedBoosting = (x: FeatureMatrix) => Float64Array;

/**
 * Merges models that learned from the same features; `null` where they did not, or do not predict the sum of their leaves,
 * or WebAssembly cannot be had.
 */
export function mergedBoosting(models: readonly FittedGradientBoosting[]): MergedBoosting | null {
  const first = models[0];
  if (first === undefined) return null;
  const { featureNames } = first;
  const isAlike = models.every(
    (model) =>
      model.link === 'identity' &&
      model.featureNames.length === featureNames.length &&
      model.featureNames.every((name, at) => name === featureNames[at]),
  );
  if (!isAlike) return null;
  const outputOf = Int32Array.from(
    models.flatMap(({ ensemble }, at) => Array(ensemble.roots.length).fill(at)),
  );
  const walk = binnedWalk(
    joined(models.map(({ ensemble }) => ensemble)),
    featureNames.length,
    models.length,
    outputOf,
  );
  if (walk === null) return null;
  const baselines = Float64Array.from(models, ({ baseline }) => baseline);
  return (x) => {
    const columns = columnsAsTrained(x, featureNames, 'permit-nan');
    const sums = new Float64Array(x.rows * baselines.length);
    for (let at = 0; at < sums.length; at++) sums[at] = baselines[at % baselines.length] as number;
    walk(columns, x.rows, sums);
    return sums;
  };
}

/** All trees in one ensemble, those of a model behind those of the one before. */
function joined(ensembles: readonly TreeEnsemble[]): TreeEnsemble {
  const left = joinedArray(Int32Array, ensembles, (ensemble) => ensemble.left);
  const categorySet = joinedArray(Int32Array, ensembles, (ensemble) => ensemble.categorySet);
  const roots = joinedArray(Int32Array, ensembles, (ensemble) => ensemble.roots);
  const feature = joinedArray(Int32Array, ensembles, (ensemble) => ensemble.feature);
  let [trees, nodes, leaves, words] = [0, 0, 0, 0];
  for (const ensemble of ensembles) {
    const [treesAfter, nodesAfter] = [trees + ensemble.roots.length, nodes + ensemble.feature.length];
    for (let tree = trees; tree < treesAfter; tree++) roots[tree] = (roots[tree] as number) + nodes;
    for (let node = nodes; node < nodesAfter; node++) {
      left[node] = (left[node] as number) + ((feature[node] as number) < 0 ? leaves : nodes);
      if ((categorySet[node] as number) >= 0) categorySet[node] = (categorySet[node] as number) + words;
    }
    [trees, nodes] = [treesAfter, nodesAfter];
    leaves += ensemble.leafValues.length;
    words += ensemble.categories.length;
  }
  return {
    roots,
    feature,
    threshold: joinedArray(Float64Array, ensembles, (ensemble) => ensemble.threshold),
    left,
    missingLeft: joinedArray(Uint8Array, ensembles, (ensemble) => ensemble.missingLeft),
    categorySet,
    categories: joinedArray(Uint32Array, ensembles, (ensemble) => ensemble.categories),
    // Not needed to predict.
    cover: new Float64Array(0),
    leafValues: joinedArray(Float64Array, ensembles, (ensemble) => ensemble.leafValues),
    leafWidth: 1,
  };
}

function joinedArray<A extends Int32Array | Uint32Array | Uint8Array | Float64Array>(
  type: new (length: number) => A,
  ensembles: readonly TreeEnsemble[],
  of: (ensemble: TreeEnsemble) => A,
): A {
  const all = new type(ensembles.reduce((length, ensemble) => length + of(ensemble).length, 0));
  let at = 0;
  for (const ensemble of ensembles) {
    all.set(of(ensemble), at);
    at += of(ensemble).length;
  }
  return all;
}
