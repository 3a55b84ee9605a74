import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, Regressor } from '../estimator.js';
import { checkForestParameters, type RandomForestParameters } from './forest-parameters.js';
import {
  type FittedForestRegressor,
  fitForestRegressor,
  restoreForestRegressor,
} from './forest-regressor.js';

/** {@link randomForest} as an estimator. */
export interface RandomForest extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedForestRegressor>;
}

const kind = { name: 'random-forest', choice: 'best' as const };

/**
 * Random forest for a number (Breiman 2001): the mean of trees that each learn from rows drawn with replacement.
 * Missing values go to the side where they fit best; categorical features are split by sets of categories.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` and `ABORTED`.
 * @example
 * ```ts
 * import { randomForest } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await randomForest({ trees: 20 }).fit(matrix, Float64Array.of(1, 2, 3, 4), { seed: 7 });
 * fitted.predict(matrix); // Float64Array of 4
 * ```
 */
export function randomForest(parameters: RandomForestParameters = {}): RandomForest {
  const settings = checkForestParameters('randomForest', parameters, ['maxBins'], true);
  return Object.freeze({
    name: kind.name,
    fit: async (x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) =>
      fitForestRegressor(kind, settings, x, target, options),
  });
}

/**
 * Restores what the `toArtifact` of a fitted {@link randomForest} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreRandomForest(content: ArtifactContent): FittedForestRegressor {
  return restoreForestRegressor(kind, content);
}
