import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { fitTails, restoreTails, type TailDetectorKind } from './fit-tails.js';
import type { FittedMarginalScores } from './marginal-scores.js';

/** {@link copod} as an estimator. */
export interface Copod extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedMarginalScores>;
}

const detector: TailDetectorKind = {
  name: 'copod',
  kind: 'titans/copod',
  version: 1,
  penalty: (left, right, skewed) => Math.max((left + right) / 2, skewed),
};

/**
 * COPOD, copula-based outlier detection (Li et al. 2020): of every feature the mean of the negative logarithms of both
 * tails at its value, or that of the tail to which the feature is skewed if that is more, summed over the features. It
 * has no parameter and nothing random. What `ecod` says of rows, missing values and PyOD holds here too.
 *
 * @throws TitansError `fit` throws `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values,
 * `INVALID_ARGUMENT` for weights, and `ABORTED`.
 */
export function copod(): Copod {
  return Object.freeze({
    name: detector.name,
    fit: (x: FeatureMatrix, options: FitOptions = {}) => fitTails(detector, x, options),
  });
}

/**
 * Restores what `toArtifact` of a fitted {@link copod} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreCopod(content: ArtifactContent): FittedMarginalScores {
  return restoreTails(detector, content);
}
