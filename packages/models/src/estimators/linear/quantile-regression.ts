import { type ArtifactContent, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { numberBetween, numberWithin, oneOf, refuseUnknownParameters, trueOrFalse } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, rowWeights } from '../training-data.js';
import {
  checkLinearMatrix,
  fitLinearEncoding,
  type LinearEncoding,
  type MissingValues,
  restoreLinearEncoding,
  tooLarge,
  weightedMean,
} from './linear-encoding.js';
import { solveQuantile } from './quantile-solve.js';

/** Parameters of {@link quantileRegression}. */
export interface QuantileRegressionParameters {
  /** Between 0 and 1, ascending; `[0.5]`, the median, unless told. */
  readonly quantiles?: readonly number[];
  /** Strength of the penalty alpha · |coefficients|₁ beside the mean loss, as `alpha` of scikit-learn's `QuantileRegressor`; 0 unless told. */
  readonly alpha?: number;
  /** Whether the quantiles of a row are put in order where their planes cross; `true` unless told. */
  readonly rearrange?: boolean;
  /**
   * `refuse`: a missing value is an error. `mean`: a missing number becomes the mean of its column, a missing category
   * none of the categories. `refuse` unless told.
   */
  readonly missing?: MissingValues;
}

/** {@link quantileRegression} as an estimator. */
export interface QuantileRegression extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedQuantileRegression>;
}

/** A fitted quantile regression. */
export interface FittedQuantileRegression extends FittedRegressor {
  readonly quantiles: readonly number[];
  readonly featureNames: readonly string[];
  /** What each coefficient belongs to: a numeric feature, or `feature=category`. */
  readonly columnNames: readonly string[];
  /** Row-major quantiles × columns: change per standard deviation of a number, or for belonging to a category. */
  readonly coefficients: Float64Array;
  /** One per quantile. */
  readonly intercepts: Float64Array;
  /** The quantile nearest the median, the lower of two. */
  predict(x: FeatureMatrix): Float64Array;
  /** Every quantile, row-major rows × quantiles. */
  predictQuantiles(x: FeatureMatrix): Float64Array;
}

interface Shape {
  readonly quantiles: readonly number[];
  readonly rearrange: boolean;
}

const kind = 'titans/quantile-regression';
const version = 1;
const mostColumns = 512;

/**
 * Linear quantile regression (Koenker and Bassett 1978): minimises the mean pinball loss of each quantile. The linear
 * program is solved by an interior point method (Portnoy and Koenker 1997) and ends at the vertex next to its result, so
 * that the loss is that of the optimum up to rounding, as scikit-learn's `QuantileRegressor` gives. Where several planes
 * are optimal one of them is taken.
 *
 * Planes of two quantiles may cross; unless told not to, the quantiles of a row are then put in order, which never
 * takes them farther from the true ones (Chernozhukov, Fernández-Val and Galichon 2010).
 *
 * Numbers are standardised, each category becomes a column of 0 and 1. Without a penalty, a column that the ones before
 * it explain gets no coefficient: of a feature without missing values the last category, with which the others are then
 * compared, and which a category not seen in training is taken for.
 *
 * At most 512 columns after encoding. Each quantile takes some twenty to sixty times rows × columns² steps. The seed
 * has no effect.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a code of a category below 0 or with a fraction,
 * `LIMIT_EXCEEDED` for too many columns, and `ABORTED`.
 * @example
 * ```ts
 * import { quantileRegression } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 5,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4, 5)],
 * };
 * const fitted = await quantileRegression({ quantiles: [0.1, 0.9] }).fit(matrix, Float64Array.of(3, 5, 9, 8, 11));
 * fitted.predictQuantiles(matrix); // Float64Array of 5 × 2
 * ```
 */
export function quantileRegression(parameters: QuantileRegressionParameters = {}): QuantileRegression {
  refuseUnknownParameters('quantileRegression', parameters, ['quantiles', 'alpha', 'rearrange', 'missing']);
  const { rearrange = true } = parameters;
  trueOrFalse('rearrange', rearrange);
  const shape: Shape = Object.freeze({ quantiles: checkQuantiles(parameters.quantiles ?? [0.5]), rearrange });
  const alpha = numberWithin('alpha', parameters.alpha ?? 0, 0, Number.MAX_VALUE);
  const missing = oneOf('missing', parameters.missing ?? 'refuse', ['refuse', 'mean']);
  return Object.freeze({
    name: 'quantile-regression',
    fit: (x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) =>
      fit(shape, alpha, missing, x, target, options),
  });
}

function checkQuantiles(quantiles: readonly number[]): readonly number[] {
  const checked = quantiles.map((quantile) => numberBetween('quantiles', quantile, 0, 1));
  if (checked.length > 0 && checked.every((quantile, at) => quantile > (checked[at - 1] ?? 0))) {
    return Object.freeze(checked);
  }
  throw new TitansError('INVALID_ARGUMENT', 'quantiles must be one number or more, in ascending order.', {
    details: { field: 'quantiles' },
  });
}

async function fit(
  shape: Shape,
  alpha: number,
  missing: MissingValues,
  x: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<FittedQuantileRegression> {
  requireFitOptions(options);
  checkLinearMatrix(x, missing);
  checkTarget(target, x.rows);
  const weights = rowWeights(options.weights, x.rows);
  const scaling = 'standardise';
  const encoding = fitLinearEncoding('Quantile regression', x, weights, { missing, scaling }, mostColumns);
  const { width } = encoding;
  const { quantiles } = shape;
  const step = pace(options, 'quantile regression', 'steps');
  await step(0);
  const centre = weightedMean(target, weights);
  const spread = target.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0) || 1;
  if (!Number.isFinite(spread)) throw tooLarge();
  const rows = {
    columns: encoding.encodeRows(x, 0, x.rows),
    width,
    target: target.map((value) => (value - centre) / spread),
    weights,
  };
  const intercepts = new Float64Array(quantiles.length);
  const coefficients = new Float64Array(quantiles.length * width);
  let steps = 0;
  for (const [k, quantile] of quantiles.entries()) {
    const solved = await solveQuantile(rows, quantile, alpha, () => step(++steps));
    intercepts[k] = centre + spread * solved.intercept;
    solved.coefficients.forEach((coefficient, j) => {
      coefficients[k * width + j] = spread * coefficient;
    });
  }
  if (!(intercepts.every(Number.isFinite) && coefficients.every(Number.isFinite))) throw tooLarge();
  return fitted(encoding, shape, intercepts, coefficients);
}

function fitted(
  encoding: LinearEncoding,
  shape: Shape,
  intercepts: Float64Array,
  coefficients: Float64Array,
): FittedQuantileRegression {
  const { quantiles, rearrange } = shape;
  const count = quantiles.length;
  const middle = quantiles.reduce(
    (best, quantile, at) =>
      Math.abs(quantile - 0.5) < Math.abs((quantiles[best] as number) - 0.5) ? at : best,
    0,
  );
  function predictQuantiles(x: FeatureMatrix): Float64Array {
    const predicted = encoding.scores(x, intercepts, coefficients);
    if (rearrange && count > 1) {
      for (let from = 0; from < predicted.length; from += count)
        predicted.subarray(from, from + count).sort();
    }
    return predicted;
  }
  return Object.freeze({
    quantiles,
    featureNames: encoding.featureNames,
    columnNames: encoding.columnNames,
    intercepts,
    coefficients,
    predictQuantiles,
    predict(x: FeatureMatrix) {
      const all = predictQuantiles(x);
      return Float64Array.from({ length: x.rows }, (_, row) => all[row * count + middle] as number);
    },
    toArtifact: () => ({
      kind,
      version,
      data: { ...encoding.toData(), quantiles, rearrange },
      arrays: { ...encoding.toArrays(), intercepts, coefficients },
    }),
  });
}

/**
 * Restores what {@link FittedQuantileRegression}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreQuantileRegression(content: ArtifactContent): FittedQuantileRegression {
  const artifact = readArtifact(content, kind, version);
  const encoding = restoreLinearEncoding(artifact);
  const stored = artifact.json('quantiles');
  if (!Array.isArray(stored)) throw artifact.corrupt('"quantiles" is not a list');
  const quantiles = stored.filter((quantile) => typeof quantile === 'number');
  const isAscending = quantiles.every((quantile, at) => quantile > (quantiles[at - 1] ?? 0) && quantile < 1);
  const intercepts = artifact.float64('intercepts');
  const coefficients = artifact.float64('coefficients');
  if (
    quantiles.length === 0 ||
    quantiles.length !== stored.length ||
    !isAscending ||
    intercepts.length !== quantiles.length ||
    coefficients.length !== quantiles.length * encoding.width
  ) {
    throw artifact.corrupt('its quantiles and coefficients do not belong together');
  }
  const shape = { quantiles: Object.freeze(quantiles), rearrange: artifact.json('rearrange') === true };
  return fitted(encoding, shape, intercepts, coefficients);
}
