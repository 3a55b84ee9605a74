import { type ArtifactContent, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { numberBetween, oneOf } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { boost } from './boost.js';
import { boostedArrays, restoreBoosted } from './boosted-artifact.js';
import { withCompactTrees, withIdentityLink } from './boosted-migrations.js';
import { type BoostingParameters, checkBoostingParameters } from './boosting-parameters.js';
import { leafAdder } from './kernel/binned-walk.js';
import { exponential } from './kernel/exponential.js';
import type { LossPlan } from './loss-plan.js';
import { importancesFrom, type TreeEnsemble } from './tree-ensemble.js';

/** Parameters of {@link gradientBoosting}. */
export interface GradientBoostingParameters extends BoostingParameters {
  /**
   * What is predicted: the mean (`squared`), the median (`absolute`), a `quantile`, or the expected count of something
   * counted (`poisson`: the mean again, never negative, with errors weighed by the Poisson deviance). `squared` unless
   * told.
   */
  readonly objective?: 'squared' | 'absolute' | 'quantile' | 'poisson';
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
  /** Raw score before the first tree. */
  readonly baseline: number;
  /** Predictions are the raw score, or e to its power. */
  readonly link: BoostingLink;
  readonly ensemble: TreeEnsemble;
}

/** How a raw score and a prediction belong together. */
export type BoostingLink = 'identity' | 'log';

const kind = 'titans/gradient-boosting';
const version = 3;
/** To the next version, by version. */
const migrations = { 1: withCompactTrees, 2: withIdentityLink };

/**
 * Gradient boosting of histogram trees for a number: mean, median, any quantile, or an expected count.
 *
 * Features are binned at up to 255 quantiles, trees grow leaf by leaf or level by level, missing values go where they
 * lower the loss, categorical features are split by sets of categories. With the defaults and `categoryL2` 0 it is
 * scikit-learn's `HistGradientBoostingRegressor` without early stopping. Training takes time proportional to rows ×
 * features × rounds × log(leaves).
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` (NaN is permitted in features, not in the target), `ABORTED`, and
 * `INVALID_ARGUMENT` if `monotone` names no numeric feature, or for negative counts with `poisson`, which needs one above 0.
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
    'poisson',
  ]);
  const link: BoostingLink = objective === 'poisson' ? 'log' : 'identity';
  const probability = numberBetween('quantile', parameters.quantile ?? 0.5, 0, 1);
  if (parameters.quantile !== undefined && objective !== 'quantile') {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `quantile is for the objective "quantile", not for "${objective}". Give both or leave it out.`,
      { details: { field: 'quantile' } },
    );
  }

  function lossOf(target: Float64Array, weights: Float64Array): LossPlan {
    if (objective === 'squared') return { kind: 'squared', target };
    if (objective === 'poisson') return { kind: 'poisson', target: checkCounts(target, weights) };
    return { kind: 'pinball', target, probability: objective === 'absolute' ? 0.5 : probability };
  }

  return Object.freeze({
    name: objective === 'quantile' ? `boosting-quantile-${probability}` : `boosting-${objective}`,
    async fit(x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) {
      requireFitOptions(options);
      checkTrainingMatrix(x, 'permit-nan');
      checkTarget(target, x.rows);
      const weights = rowWeights(options.weights, x.rows);
      const { baseline, ensemble, importances } = await boost(
        settings,
        x,
        // A copy, because the caller may change its own while trees grow.
        lossOf(target.slice(), weights),
        weights,
        options,
      );
      const featureNames = Object.freeze(x.features.map(({ name }) => name));
      return fittedGradientBoosting(featureNames, baseline[0] as number, link, ensemble, importances);
    },
  });
}

function checkCounts(target: Float64Array, weights: Float64Array): Float64Array {
  const row = target.findIndex((count) => count < 0);
  if (row >= 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The target of row ${row + 1} is negative, but the poisson objective takes counts. Use objective "squared".`,
      { details: { row: row + 1 } },
    );
  }
  if (!target.some((count, i) => count > 0 && (weights[i] as number) > 0)) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      'No count is above 0, and the poisson objective cannot expect none for certain. Give rows with counts.',
    );
  }
  return target;
}

function fittedGradientBoosting(
  featureNames: readonly string[],
  baseline: number,
  link: BoostingLink,
  ensemble: TreeEnsemble,
  importances: Float64Array,
): FittedGradientBoosting {
  const addLeaves = leafAdder(ensemble, featureNames.length, 1);
  return Object.freeze({
    featureNames,
    baseline,
    link,
    ensemble,
    importances,
    predict(x: FeatureMatrix) {
      const columns = columnsAsTrained(x, featureNames, 'permit-nan');
      const predictions = new Float64Array(x.rows).fill(baseline);
      addLeaves(columns, x.rows, predictions);
      return link === 'log' ? predictions.map(exponential) : predictions;
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, baseline, link },
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
  const artifact = readArtifact(content, kind, version, migrations);
  const featureNames = artifact.texts('featureNames');
  const link = artifact.text('link');
  if (link !== 'identity' && link !== 'log') throw artifact.corrupt('its link is unknown');
  return fittedGradientBoosting(
    featureNames,
    artifact.number('baseline'),
    link,
    restoreBoosted(artifact, featureNames.length),
    importancesFrom(artifact, featureNames.length),
  );
}
