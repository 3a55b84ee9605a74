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
  const nodesBefore = before(ensembles, ({ feature }) => feature.length);
  const leavesBefore = before(ensembles, ({ leafValues }) => leafValues.length);
  const wordsBefore = before(ensembles, ({ categories }) => categories.length);
  const from = (at: number, places: readonly number[]): number => places[at] as number;
  return {
    roots: Int32Array.from(
      ensembles.flatMap(({ roots }, at) => Array.from(roots, (root) => root + from(at, nodesBefore))),
    ),
    feature: Int32Array.from(ensembles.flatMap(({ feature }) => [...feature])),
    threshold: Float64Array.from(ensembles.flatMap(({ threshold }) => [...threshold])),
    left: Int32Array.from(
      ensembles.flatMap(({ feature, left }, at) =>
        Array.from(left, (to, node) => {
          return to + from(at, (feature[node] as number) < 0 ? leavesBefore : nodesBefore);
        }),
      ),
    ),
    missingLeft: Uint8Array.from(ensembles.flatMap(({ missingLeft }) => [...missingLeft])),
    categorySet: Int32Array.from(
      ensembles.flatMap(({ categorySet }, at) =>
        Array.from(categorySet, (set) => (set < 0 ? set : set + from(at, wordsBefore))),
      ),
    ),
    categories: Uint32Array.from(ensembles.flatMap(({ categories }) => [...categories])),
    cover: new Float64Array(0),
    leafValues: Float64Array.from(ensembles.flatMap(({ leafValues }) => [...leafValues])),
    leafWidth: 1,
  };
}

function before(
  ensembles: readonly TreeEnsemble[],
  length: (ensemble: TreeEnsemble) => number,
): readonly number[] {
  let sum = 0;
  return ensembles.map((ensemble) => {
    const own = sum;
    sum += length(ensemble);
    return own;
  });
}
