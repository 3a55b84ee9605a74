import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Classifier, FitOptions, FittedClassifier } from '../estimator.js';
import { outputLabels, presentClasses } from '../present-classes.js';
import { readArtifact } from '../restoring.js';
import { checkLabels, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { checkForestParameters, growForest, type RandomForestParameters } from './forest.js';
import { giniCriterion } from './forest-gini.js';
import { addLeafValues, ensembleArrays, restoreEnsemble, type TreeEnsemble } from './tree-ensemble.js';

/** {@link randomForestClassifier} as an estimator. */
export interface RandomForestClassifier extends Classifier {
  fit(
    x: FeatureMatrix,
    labels: Int32Array,
    classes: readonly string[],
    options?: FitOptions,
  ): Promise<FittedRandomForestClassifier>;
}

/** A fitted random forest for classes. */
export interface FittedRandomForestClassifier extends FittedClassifier {
  readonly featureNames: readonly string[];
  /** Share of the total decrease in Gini impurity by feature; they sum to 1, or are 0 if nothing was split. */
  readonly importances: Float64Array;
  /** Leaves hold the share of each class that had a row. */
  readonly ensemble: TreeEnsemble;
}

interface Parts {
  readonly featureNames: readonly string[];
  readonly classes: readonly string[];
  /** Classes that had a row, ascending. */
  readonly present: Int32Array;
  readonly ensemble: TreeEnsemble;
  readonly importances: Float64Array;
}

const kind = 'titans/random-forest-classifier';
const version = 1;

/**
 * Random forest for classes (Breiman 2001), by Gini impurity; probabilities are the mean of the leaves' class shares.
 * See {@link randomForest}.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` and `ABORTED`.
 * @example
 * ```ts
 * import { randomForestClassifier } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(-5, -4, 3, 9)],
 * };
 * const fitted = await randomForestClassifier().fit(matrix, Int32Array.of(0, 0, 1, 1), ['out', 'in'], { seed: 7 });
 * fitted.predictProbabilities(matrix); // Float64Array of 4 × 2
 * ```
 */
export function randomForestClassifier(parameters: RandomForestParameters = {}): RandomForestClassifier {
  const settings = checkForestParameters('randomForestClassifier', parameters);
  return Object.freeze({
    name: 'random-forest-classifier',
    async fit(x: FeatureMatrix, labels: Int32Array, classes: readonly string[], options: FitOptions = {}) {
      checkTrainingMatrix(x, 'permit-nan');
      checkLabels(labels, classes, x.rows);
      const weights = rowWeights(options.weights, x.rows);
      const present = presentClasses(labels, weights, classes.length);
      const grown = await growForest(
        {
          settings,
          choice: 'best',
          criterion: giniCriterion(outputLabels(labels, present), present.length),
          leafWidth: present.length,
          featureFraction: 1 / Math.sqrt(x.columns.length),
        },
        x,
        weights,
        options,
      );
      return fitted({
        featureNames: Object.freeze(x.features.map(({ name }) => name)),
        classes: Object.freeze([...classes]),
        present,
        ...grown,
      });
    },
  });
}

function fitted(parts: Parts): FittedRandomForestClassifier {
  const { featureNames, classes, present, ensemble, importances } = parts;
  const outputs = present.length;
  return Object.freeze({
    featureNames,
    classes,
    importances,
    ensemble,
    predictProbabilities(x: FeatureMatrix) {
      const sums = new Float64Array(x.rows * outputs);
      addLeafValues(ensemble, columnsAsTrained(x, featureNames, 'permit-nan'), x.rows, outputs, sums);
      const probabilities = new Float64Array(x.rows * classes.length);
      for (let row = 0; row < x.rows; row++) {
        for (let k = 0; k < outputs; k++) {
          const share = (sums[row * outputs + k] as number) / ensemble.roots.length;
          probabilities[row * classes.length + (present[k] as number)] = share;
        }
      }
      return probabilities;
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, classes },
      arrays: { ...ensembleArrays(ensemble), present, importances },
    }),
  });
}

/**
 * Restores what {@link FittedRandomForestClassifier}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreRandomForestClassifier(content: ArtifactContent): FittedRandomForestClassifier {
  const artifact = readArtifact(content, kind, version);
  const featureNames = artifact.texts('featureNames');
  const classes = artifact.texts('classes');
  const present = artifact.int32('present');
  if (present.length === 0 || present.some((label) => !(label >= 0 && label < classes.length))) {
    throw artifact.corrupt('its classes contradict each other');
  }
  const ensemble = restoreEnsemble(artifact, present.length, featureNames.length);
  return fitted({ featureNames, classes, present, ensemble, importances: artifact.float64('importances') });
}
