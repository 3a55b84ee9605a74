import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, Regressor } from '../estimator.js';
import { checkForestParameters, type ExtraTreesParameters } from './forest-parameters.js';
import {
  type FittedForestRegressor,
  fitForestRegressor,
  restoreForestRegressor,
} from './forest-regressor.js';

/** {@link extraTrees} as an estimator. */
export interface ExtraTrees extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedForestRegressor>;
}

const kind = { name: 'extra-trees', choice: 'random' as const };

/**
 * Extremely randomised trees for a number (Geurts, Ernst and Wehenkel 2006): of each feature tried at a split one
 * threshold is drawn between the ends of its values, and the best of these is taken. Missing values go to a side drawn
 * at random; of a categorical feature every category draws its side.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` and `ABORTED`.
 * @example
 * ```ts
 * import { extraTrees } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await extraTrees({ trees: 20 }).fit(matrix, Float64Array.of(1, 2, 3, 4), { seed: 7 });
 * fitted.predict(matrix); // Float64Array of 4
 * ```
 */
export function extraTrees(parameters: ExtraTreesParameters = {}): ExtraTrees {
  const settings = checkForestParameters('extraTrees', parameters, [], false);
  return Object.freeze({
    name: kind.name,
    fit: async (x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) =>
      fitForestRegressor(kind, settings, x, target, options),
  });
}

/**
 * Restores what the `toArtifact` of a fitted {@link extraTrees} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreExtraTrees(content: ArtifactContent): FittedForestRegressor {
  return restoreForestRegressor(kind, content);
}
