import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { fitTails, restoreTails, type TailDetectorKind } from './fit-tails.js';
import type { FittedMarginalScores } from './marginal-scores.js';

/** {@link ecod} as an estimator. */
export interface Ecod extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedMarginalScores>;
}

const detector: TailDetectorKind = {
  name: 'ecod',
  kind: 'titans/ecod',
  version: 1,
  penalty: (left, right, skewed) => Math.max(left, right, skewed),
};

/**
 * ECOD, outlier detection by empirical cumulative distributions (Li et al. 2022): of every feature the negative
 * logarithm of the smaller tail at its value, or of the tail to which the feature is skewed if that is more, summed over
 * the features. It has no parameter and nothing random.
 *
 * `decisionScores` of the training rows are PyOD's up to 2,048 different values per feature, and within 0.01 per feature
 * beyond, for of more the tails are kept in steps of 1 %. PyOD counts new rows among those learned from, so that they
 * change each other's scores; here a value beyond all that were learned from has a tail of one in rows + 1. `score` is
 * 1 less the geometric mean of the tails.
 *
 * Missing values are permitted and left out. Categorical codes are treated as numbers. Weights are refused. The artifact
 * holds values of single features, sorted, never rows.
 *
 * @throws TitansError `fit` throws `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values,
 * `INVALID_ARGUMENT` for weights, and `ABORTED`.
 * @example
 * ```ts
 * import { ecod } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 5,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(10, 11, 12, 10, 900)],
 * };
 * const fitted = await ecod().fit(matrix);
 * fitted.decisionScores(matrix)[4]; // ln 5: one row in five has so large an amount
 * ```
 */
export function ecod(): Ecod {
  return Object.freeze({
    name: detector.name,
    fit: (x: FeatureMatrix, options: FitOptions = {}) => fitTails(detector, x, options),
  });
}

/**
 * Restores what `toArtifact` of a fitted {@link ecod} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreEcod(content: ArtifactContent): FittedMarginalScores {
  return restoreTails(detector, content);
}
