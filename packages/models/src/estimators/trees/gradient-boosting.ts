import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { numberBetween, oneOf } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { boost } from './boost.js';
import { boostedArrays, restoreBoosted } from './boosted-artifact.js';
import { type BoostingLoss, pinballLoss, squaredLoss } from './boosting-losses.js';
import { type BoostingParameters, checkBoostingParameters } from './boosting-parameters.js';
import { leafAdder } from './kernel/binned-walk.js';
import type { TreeEnsemble } from './tree-ensemble.js';

/** Parameters of {@link gradientBoosting}. */
export interface GradientBoostingParameters extends BoostingParameters {
  /** What is predicted: the mean (`squared`), the median (`absolute`) or a `quantile`. `squared` unless told. */
  readonly objective?: 'squared' | 'absolute' | 'quantile';
  /** Between 0 and 1, for the `quantile` objective only; 0.5 unless told. */
  readonly quantile?: number;
}

/** {@link gradientBoosting} as an estimator. */
export interface GradientBoosting extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedGradientBoosting>;
}

/** Fitted gradient boosting. */
export interface FittedGradientBoosting extends FittedRegressor {
  readonly featureNames: readonly string[];
  /** Share of the total gain that splits by each feature brought; they sum to 1, or are 0 if nothing was split. */
  readonly importances: Float64Array;
  readonly baseline: number;
  readonly ensemble: TreeEnsemble;
}

const kind = 'titans/gradient-boosting';
const version = 2;

/**
 * Gradient boosting of histogram trees for a number: mean, median or any quantile.
 *
 * Features are binned at up to 255 quantiles, trees grow leaf by leaf, missing values go where they lower the loss,
 * categorical features are split by sets of categories. With the defaults it is scikit-learn's
 * `HistGradientBoostingRegressor` without early stopping. Training takes time proportional to rows × features ×
 * rounds × log(leaves).
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` (NaN is permitted in features, not in the target) and `ABORTED`.
 * @example
 * ```ts
 * import { gradientBoosting } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, Number.NaN)],
 * };
 * const upper = gradientBoosting({ objective: 'quantile', quantile: 0.9, minSamplesLeaf: 1 });
 * const fitted = await upper.fit(matrix, Float64Array.of(1, 2, 3, 4), { seed: 7 });
 * fitted.predict(matrix); // Float64Array of 4
 * ```
 */
export function gradientBoosting(parameters: GradientBoostingParameters = {}): GradientBoosting {
  const settings = checkBoostingParameters('gradientBoosting', parameters, ['objective', 'quantile']);
  const objective = oneOf('objective', parameters.objective ?? 'squared', [
    'squared',
    'absolute',
    'quantile',
  ]);
  const probability = numberBetween('quantile', parameters.quantile ?? 0.5, 0, 1);

  function lossOf(target: Float64Array, weights: Float64Array): BoostingLoss {
    if (objective === 'squared') return squaredLoss(target, weights);
    return pinballLoss(target, weights, objective === 'absolute' ? 0.5 : probability);
  }

  return Object.freeze({
    name: objective === 'quantile' ? `boosting-quantile-${probability}` : `boosting-${objective}`,
    async fit(x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) {
      checkTrainingMatrix(x, 'permit-nan');
      checkTarget(target, x.rows);
      const weights = rowWeights(options.weights, x.rows);
      const { baseline, ensemble, importances } = await boost(
        settings,
        x,
        lossOf(target, weights),
        weights,
        options,
      );
      const featureNames = Object.freeze(x.features.map(({ name }) => name));
      return fittedGradientBoosting(featureNames, baseline[0] as number, ensemble, importances);
    },
  });
}

function fittedGradientBoosting(
  featureNames: readonly string[],
  baseline: number,
  ensemble: TreeEnsemble,
  importances: Float64Array,
): FittedGradientBoosting {
  const addLeaves = leafAdder(ensemble, featureNames.length, 1);
  return Object.freeze({
    featureNames,
    baseline,
    ensemble,
    importances,
    predict(x: FeatureMatrix) {
      const columns = columnsAsTrained(x, featureNames, 'permit-nan');
      const predictions = new Float64Array(x.rows).fill(baseline);
      addLeaves(columns, x.rows, predictions);
      return predictions;
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, baseline },
      arrays: { ...boostedArrays(ensemble), importances },
    }),
  });
}

/**
 * Restores what {@link FittedGradientBoosting}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreGradientBoosting(content: ArtifactContent): FittedGradientBoosting {
  const artifact = readArtifact(content, kind, version);
  const featureNames = artifact.texts('featureNames');
  return fittedGradientBoosting(
    featureNames,
    artifact.number('baseline'),
    restoreBoosted(artifact, featureNames.length),
    artifact.float64('importances'),
  );
}
