import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { checkForestParameters, growForest, type RandomForestParameters } from './forest.js';
import { squaredErrorCriterion } from './forest-squared-error.js';
import { addLeafValues, ensembleArrays, restoreEnsemble, type TreeEnsemble } from './tree-ensemble.js';

/** {@link randomForest} as an estimator. */
export interface RandomForest extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedRandomForest>;
}

/** A fitted random forest for a number. */
export interface FittedRandomForest extends FittedRegressor {
  readonly featureNames: readonly string[];
  /** Share of the total decrease in squared error by feature; they sum to 1, or are 0 if nothing was split. */
  readonly importances: Float64Array;
  readonly ensemble: TreeEnsemble;
}

const kind = 'titans/random-forest';
const version = 1;

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
  const settings = checkForestParameters('randomForest', parameters);
  return Object.freeze({
    name: 'random-forest',
    async fit(x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) {
      checkTrainingMatrix(x, 'permit-nan');
      checkTarget(target, x.rows);
      const weights = rowWeights(options.weights, x.rows);
      const { ensemble, importances } = await growForest(
        {
          settings,
          choice: 'best',
          criterion: squaredErrorCriterion(target, weights),
          leafWidth: 1,
          featureFraction: 1,
        },
        x,
        weights,
        options,
      );
      return fitted(Object.freeze(x.features.map(({ name }) => name)), ensemble, importances);
    },
  });
}

function fitted(
  featureNames: readonly string[],
  ensemble: TreeEnsemble,
  importances: Float64Array,
): FittedRandomForest {
  return Object.freeze({
    featureNames,
    ensemble,
    importances,
    predict(x: FeatureMatrix) {
      const sums = new Float64Array(x.rows);
      addLeafValues(ensemble, columnsAsTrained(x, featureNames, 'permit-nan'), x.rows, 1, sums);
      return sums.map((sum) => sum / ensemble.roots.length);
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames },
      arrays: { ...ensembleArrays(ensemble), importances },
    }),
  });
}

/**
 * Restores what {@link FittedRandomForest}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreRandomForest(content: ArtifactContent): FittedRandomForest {
  const artifact = readArtifact(content, kind, version);
  const featureNames = artifact.texts('featureNames');
  return fitted(
    featureNames,
    restoreEnsemble(artifact, 1, featureNames.length),
    artifact.float64('importances'),
  );
}
