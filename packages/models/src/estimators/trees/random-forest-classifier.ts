import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Classifier, FitOptions } from '../estimator.js';
import {
  type FittedForestClassifier,
  fitForestClassifier,
  restoreForestClassifier,
} from './forest-classifier.js';
import {
  type ClassWeighting,
  checkClassWeights,
  checkForestParameters,
  type RandomForestParameters,
} from './forest-parameters.js';

/** Parameters of {@link randomForestClassifier}. */
export interface RandomForestClassifierParameters extends RandomForestParameters, ClassWeighting {}

/** {@link randomForestClassifier} as an estimator. */
export interface RandomForestClassifier extends Classifier {
  fit(
    x: FeatureMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedForestClassifier>;
}

const kind = { name: 'random-forest-classifier', choice: 'best' as const };

/**
 * Random forest for classes (Breiman 2001), by Gini impurity; probabilities are the mean of the leaves' class shares.
 * See {@link randomForest}.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or, from `fit`, weights of an unknown class.
 * `fit` also throws `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` and `ABORTED`.
 * @example
 * ```ts
 * import { randomForestClassifier } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(-5, -4, 3, 9)],
 * };
 * const classes = ['out', 'in'];
 * const fitted = await randomForestClassifier().fit(matrix, Int32Array.of(0, 0, 1, 1), classes, { seed: 7 });
 * fitted.predictProbabilities(matrix); // Float64Array of 4 × 2
 * ```
 */
export function randomForestClassifier(
  parameters: RandomForestClassifierParameters = {},
): RandomForestClassifier {
  const settings = checkForestParameters(
    'randomForestClassifier',
    parameters,
    ['maxBins', 'classWeights'],
    true,
  );
  const classWeights = checkClassWeights(parameters.classWeights);
  return Object.freeze({
    name: kind.name,
    fit: async (x: FeatureMatrix, labels: Int32Array, classes: readonly string[], options: FitOptions = {}) =>
      fitForestClassifier(kind, settings, classWeights, x, labels, classes, options),
  });
}

/**
 * Restores what the `toArtifact` of a fitted {@link randomForestClassifier} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreRandomForestClassifier(content: ArtifactContent): FittedForestClassifier {
  return restoreForestClassifier(kind, content);
}
