import { sum } from 'simple-statistics';
import {
  requireFinite,
  requireLength,
  requireValues,
  requireWeights,
} from '../calibration/checked-values.js';
import { integerWithin, numberBetween } from '../estimators/parameters.js';
import { meanOf, medianOf } from './weighted-mean.js';

/**
 * Checks actual and predicted values, and their weights if there are any.
 *
 * @param weights One non-negative weight per row, by which the metrics count it; 1 unless told.
 * @throws TitansError `DATA_INSUFFICIENT` without a row or without one of positive weight, `SHAPE_MISMATCH`,
 * `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a negative weight.
 */
export function checkPredictions(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): void {
  requireValues('actual', actual);
  requireLength('predicted', predicted, actual.length);
  requireFinite('actual', actual);
  requireFinite('predicted', predicted);
  if (weights) requireWeights(weights, actual.length);
}

function meanOver(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  loss: (actual: number, predicted: number) => number,
): number {
  checkPredictions(actual, predicted, weights);
  return meanOf(
    Array.from(actual, (value, row) => loss(value, predicted[row] as number)),
    weights,
  );
}

/** Mean of (actual − predicted)². @throws TitansError as {@link regressionReport}. */
export function meanSquaredError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return meanOver(actual, predicted, weights, (y, p) => (y - p) ** 2);
}

/** Mean of |actual − predicted|. @throws TitansError as {@link regressionReport}. */
export function meanAbsoluteError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return meanOver(actual, predicted, weights, (y, p) => Math.abs(y - p));
}

/** Median of |actual − predicted|. @throws TitansError as {@link regressionReport}. */
export function medianAbsoluteError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  checkPredictions(actual, predicted, weights);
  return medianOf(
    Array.from(actual, (value, row) => Math.abs(value - (predicted[row] as number))),
    weights,
  );
}

/** The largest |actual − predicted|. As scikit-learn's `max_error`. @throws TitansError as {@link regressionReport}. */
export function maxError(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPredictions(actual, predicted);
  let largest = 0;
  for (let row = 0; row < actual.length; row++) {
    largest = Math.max(largest, Math.abs((actual[row] as number) - (predicted[row] as number)));
  }
  return largest;
}

/** Mean of predicted − actual: above 0 for predictions that are too high. @throws TitansError as {@link regressionReport}. */
export function meanError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return meanOver(actual, predicted, weights, (y, p) => p - y);
}

/**
 * R²: 1 − squared error ÷ squared distance from the mean. Can be negative. As scikit-learn's `r2_score`.
 *
 * @returns For a constant actual: 1 if every prediction is right, else 0. NaN for a single row of positive weight.
 * @throws TitansError as {@link regressionReport}.
 */
export function rSquared(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  checkPredictions(actual, predicted, weights);
  const weightAt = (row: number): number => (weights ? (weights[row] as number) : 1);
  const rows = Array.from({ length: actual.length }, (_, row) => row).filter((row) => weightAt(row) > 0);
  if (rows.length < 2) return Number.NaN;
  const center = meanOf(Array.from(actual), weights);
  const squares = (from: (row: number) => number): number =>
    sum(rows.map((row) => weightAt(row) * ((actual[row] as number) - from(row)) ** 2));
  const residual = squares((row) => predicted[row] as number);
  if (residual === 0) return 1;
  const isConstant = rows.every((row) => actual[row] === actual[rows[0] as number]);
  return isConstant ? 0 : 1 - residual / squares(() => center);
}

/**
 * Explained variance: as {@link rSquared}, but an error that is the same in every row costs nothing. As scikit-learn's
 * `explained_variance_score`.
 *
 * @returns For a constant actual: 1 if every row is off by the same, else 0. NaN for a single row.
 * @throws TitansError as {@link regressionReport}.
 */
export function explainedVariance(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const bias = meanError(actual, predicted, weights);
  const errors = Array.from(actual, (value, row) => value - (predicted[row] as number));
  const isSameEverywhere = errors.every((error) => error === errors[0]);
  // Without the bias a constant error is 0 but for rounding.
  const unbiased = isSameEverywhere ? actual : Array.from(predicted, (value) => value - bias);
  return rSquared(actual, unbiased, weights);
}

/**
 * Mean of |actual − predicted| ÷ |actual|, as a share and not in percent. As scikit-learn's
 * `mean_absolute_percentage_error`, an actual of 0 counts as 2⁻⁵²: a prediction that is off there makes the mean
 * enormous, but finite. Where actuals can be 0, read {@link weightedAbsolutePercentageError}.
 *
 * @throws TitansError as {@link regressionReport}.
 */
export function meanAbsolutePercentageError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return meanOver(
    actual,
    predicted,
    weights,
    (y, p) => Math.abs(y - p) / Math.max(Math.abs(y), Number.EPSILON),
  );
}

/**
 * sMAPE: mean of 2 |actual − predicted| ÷ (|actual| + |predicted|) (Makridakis 1993), 0 to 2; a row in which both are 0
 * counts 0.
 *
 * @throws TitansError as {@link regressionReport}.
 */
export function symmetricMeanAbsolutePercentageError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  return meanOver(actual, predicted, weights, (y, p) =>
    y === p ? 0 : (2 * Math.abs(y - p)) / (Math.abs(y) + Math.abs(p)),
  );
}

/**
 * WAPE: Σ |actual − predicted| ÷ Σ |actual|.
 *
 * @returns NaN where every actual is 0: there is no amount to compare with.
 * @throws TitansError as {@link regressionReport}.
 */
export function weightedAbsolutePercentageError(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const scale = meanOver(actual, predicted, weights, (y) => Math.abs(y));
  return scale === 0 ? Number.NaN : meanAbsoluteError(actual, predicted, weights) / scale;
}

/**
 * Mean pinball loss of a predicted quantile (Koenker and Bassett 1978); at 0.5, half the mean absolute error. As
 * scikit-learn's `mean_pinball_loss`.
 *
 * @param quantile Above 0 and below 1.
 * @throws TitansError as {@link regressionReport}.
 */
export function pinballLoss(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  quantile: number,
  weights?: ArrayLike<number>,
): number {
  numberBetween('quantile', quantile, 0, 1);
  return meanOver(actual, predicted, weights, (y, p) =>
    y >= p ? quantile * (y - p) : (1 - quantile) * (p - y),
  );
}

/**
 * Mean absolute error of the forecast that repeats the value of `season` days before, within the series: what MASE
 * divides by (Hyndman and Koehler 2006).
 *
 * @param series What was known when the forecast was made, in order of time, one value per step.
 * @param season Steps back: 1 for the day before (unless told), 7 for the same weekday of daily values.
 * @returns 0 for a series that repeats itself exactly.
 * @throws TitansError `DATA_INSUFFICIENT` for a series that is no longer than the season, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT` for a season that is no whole number from 1.
 */
export function seasonalNaiveError(series: ArrayLike<number>, season = 1): number {
  integerWithin('season', season, 1, 2 ** 31 - 1);
  requireValues('series', series, season + 1);
  const values = Array.from(series);
  requireFinite('series', values);
  return meanAbsoluteError(values.slice(season), values.slice(0, -season));
}
