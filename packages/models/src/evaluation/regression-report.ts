import { TitansError } from '@titans/core';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import { type IntervalReport, intervalReport, type PredictedIntervals } from './interval-report.js';
import {
  checkPredictions,
  explainedVariance,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanError,
  meanSquaredError,
  medianAbsoluteError,
  pinballLoss,
  rSquared,
  symmetricMeanAbsolutePercentageError,
  weightedAbsolutePercentageError,
} from './regression-metrics.js';

/** How well numbers were predicted. A number that the rows cannot give is NaN. Errors are in the unit of the target. */
export interface RegressionReport {
  /** Rows. */
  readonly n: number;
  /** See {@link rSquared}; NaN for one row. */
  readonly r2: number;
  /** R² without the error that is the same in every row; NaN for one row. See {@link explainedVariance}. */
  readonly explainedVariance: number;
  readonly mse: number;
  readonly rmse: number;
  readonly mae: number;
  readonly medianAbsoluteError: number;
  /** The largest absolute error. */
  readonly maxError: number;
  /** Mean of predicted − actual. */
  readonly meanError: number;
  /** As a share; enormous if an actual is 0. See {@link meanAbsolutePercentageError}. */
  readonly mape: number;
  /** Rows whose actual is 0, which make `mape` say nothing. */
  readonly zeroActuals: number;
  /** 0 to 2. */
  readonly smape: number;
  /** NaN if every actual is 0. */
  readonly wape: number;
  /** With `naiveMae`: mean absolute error ÷ that of the naive forecast; NaN if that made no error. */
  readonly mase?: number;
  /** With `quantile`: mean pinball loss at it. */
  readonly pinball?: number;
  /** With `intervals`. */
  readonly intervals?: IntervalReport;
}

export interface RegressionReportOptions {
  /**
   * Mean absolute error of the naive forecast that the predictions must beat: `seasonalNaiveError` of the series that
   * was known (Hyndman and Koehler 2006), or `meanAbsoluteError` of naive predictions of the same rows.
   */
  readonly naiveMae?: number;
  /** The quantile that `predicted` stands for, above 0 and below 1. */
  readonly quantile?: number;
  readonly intervals?: PredictedIntervals;
  /** One non-negative weight per row, by which every mean and median counts it; 1 unless told. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Every metric of a regressor or forecaster, equal to scikit-learn's where it defines one. Defined for a constant
 * target, for actuals of 0 and for one row: see the single metrics.
 *
 * @param actual One per row.
 * @param predicted One per row.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for an
 * option outside its range.
 * @example
 * ```ts
 * import { regressionReport, seasonalNaiveError } from '@titans/models/evaluation';
 *
 * const known = [10, 12, 11, 13, 12];
 * const report = regressionReport([14, 13], [13, 13], { naiveMae: seasonalNaiveError(known) });
 * console.log(report.mae, report.mase);
 * ```
 */
export function regressionReport(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: RegressionReportOptions = {},
): RegressionReport {
  refuseUnknownParameters('regressionReport', options, ['naiveMae', 'quantile', 'intervals', 'weights']);
  checkPredictions(actual, predicted, options.weights);
  const { naiveMae, quantile, intervals, weights } = options;
  const mae = meanAbsoluteError(actual, predicted, weights);
  const mse = meanSquaredError(actual, predicted, weights);
  return Object.freeze({
    n: actual.length,
    r2: rSquared(actual, predicted, weights),
    explainedVariance: explainedVariance(actual, predicted, weights),
    mse,
    rmse: Math.sqrt(mse),
    mae,
    medianAbsoluteError: medianAbsoluteError(actual, predicted, weights),
    maxError: maxError(actual, predicted),
    meanError: meanError(actual, predicted, weights),
    mape: meanAbsolutePercentageError(actual, predicted, weights),
    zeroActuals: Array.from(actual).filter((value) => value === 0).length,
    smape: symmetricMeanAbsolutePercentageError(actual, predicted, weights),
    wape: weightedAbsolutePercentageError(actual, predicted, weights),
    ...(naiveMae === undefined ? {} : { mase: scaledBy(naiveMae, mae) }),
    ...(quantile === undefined ? {} : { pinball: pinballLoss(actual, predicted, quantile, weights) }),
    ...(intervals === undefined ? {} : { intervals: intervalReport(actual, intervals, weights) }),
  });
}

function scaledBy(naiveMae: number, mae: number): number {
  if (!(Number.isFinite(naiveMae) && naiveMae >= 0)) {
    throw new TitansError('INVALID_ARGUMENT', `naiveMae must be a finite number from 0, not ${naiveMae}.`, {
      details: { field: 'naiveMae' },
    });
  }
  return naiveMae === 0 ? Number.NaN : mae / naiveMae;
}
