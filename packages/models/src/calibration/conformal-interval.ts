import { TitansError } from '@titans/core';
import { requireFinite, requireLength, requireObject } from './checked-values.js';
import { checkCoverage, conformalQuantile, leastConformalScores } from './conformal-quantile.js';

/** Lower and upper end, one pair per row. */
export interface PredictionIntervals {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** What is taken from and added to a prediction, the same for every row (split conformal prediction). */
export interface ConformalInterval {
  /** Share of rows that the interval is built to cover. */
  readonly coverage: number;
  readonly radius: number;
  /** Rows that it was learned from. */
  readonly n: number;
}

/** What is taken from a lower and added to an upper quantile (conformalised quantile regression). */
export interface ConformalQuantileRegression {
  /** Share of rows that the interval is built to cover. */
  readonly coverage: number;
  /** Negative where the quantiles covered more than they should. */
  readonly offset: number;
  /** Rows that it was learned from. */
  readonly n: number;
}

/**
 * Learns the radius of an interval around predictions (split conformal prediction; Lei et al. 2018) from rows that the
 * model has not seen. A row exchangeable with these is covered with at least the stated probability.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below {@link leastConformalScores} rows, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT` for a coverage that is not above 0 and below 1.
 * @example
 * ```ts
 * import { applyConformalInterval, fitConformalInterval } from '@titans/models/evaluation';
 *
 * const interval = fitConformalInterval([10, 12, 9, 14], [11, 11, 11, 11], 0.8);
 * applyConformalInterval(interval, [20]); // { lower: [17], upper: [23] }
 * ```
 */
export function fitConformalInterval(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  coverage: number,
): ConformalInterval {
  checkCoverage(coverage);
  checkConformalRows(actual, coverage, { predicted });
  const scores = Float64Array.from(actual, (value, row) => Math.abs(value - (predicted[row] as number)));
  return Object.freeze({ coverage, radius: conformalQuantile(scores, coverage), n: actual.length });
}

/** The interval of each prediction. @throws TitansError `DATA_NOT_FINITE`. */
export function applyConformalInterval(
  interval: ConformalInterval,
  predicted: ArrayLike<number>,
): PredictionIntervals {
  requireObject('interval', interval);
  const { radius } = interval;
  requireFinite('radius', [radius]);
  requireFinite('predicted', predicted);
  return {
    lower: Float64Array.from(predicted, (value) => value - radius),
    upper: Float64Array.from(predicted, (value) => value + radius),
  };
}

/**
 * Learns how to move two predicted quantiles so that they cover what they state (conformalised quantile regression;
 * Romano, Patterson and Candès 2019), from rows that the quantile models have not seen. Unlike
 * {@link fitConformalInterval}, the interval is wide where the quantiles are.
 *
 * @param quantiles Predicted lower and upper quantile of each row, usually at (1 ∓ coverage) ÷ 2.
 * @throws TitansError `DATA_INSUFFICIENT` below {@link leastConformalScores} rows, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT` for a coverage that is not above 0 and below 1.
 */
export function fitConformalQuantileRegression(
  actual: ArrayLike<number>,
  quantiles: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> },
  coverage: number,
): ConformalQuantileRegression {
  checkCoverage(coverage);
  requireObject('quantiles', quantiles);
  const { lower, upper } = quantiles;
  checkConformalRows(actual, coverage, { lower, upper });
  const scores = Float64Array.from(actual, (value, row) =>
    Math.max((lower[row] as number) - value, value - (upper[row] as number)),
  );
  return Object.freeze({ coverage, offset: conformalQuantile(scores, coverage), n: actual.length });
}

/**
 * The interval of each row. Ends that would cross, since the offset is negative or the quantiles crossed, meet in
 * their middle, so that lower ≤ upper always.
 *
 * @throws TitansError `SHAPE_MISMATCH` or `DATA_NOT_FINITE`.
 */
export function applyConformalQuantileRegression(
  regression: ConformalQuantileRegression,
  quantiles: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> },
): PredictionIntervals {
  requireObject('regression', regression);
  requireObject('quantiles', quantiles);
  const { offset } = regression;
  requireFinite('offset', [offset]);
  requireFinite('lower', quantiles.lower);
  requireLength('upper', quantiles.upper, quantiles.lower.length);
  requireFinite('upper', quantiles.upper);
  const lower = Float64Array.from(quantiles.lower, (value) => value - offset);
  const upper = Float64Array.from(quantiles.upper, (value) => value + offset);
  for (let row = 0; row < lower.length; row++) {
    const [low, high] = [lower[row] as number, upper[row] as number];
    if (low <= high) continue;
    lower[row] = (low + high) / 2;
    upper[row] = (low + high) / 2;
  }
  return { lower, upper };
}

/** Rows from which an interval can be learned. @throws TitansError as {@link fitConformalInterval}. */
export function checkConformalRows(
  actual: ArrayLike<number>,
  coverage: number,
  predictions: Readonly<Record<string, ArrayLike<number>>>,
): void {
  requireFinite('actual', actual);
  for (const [field, values] of Object.entries(predictions)) {
    requireLength(field, values, actual.length);
    requireFinite(field, values);
  }
  const least = leastConformalScores(coverage);
  if (actual.length < least) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `A coverage of ${coverage} needs at least ${least} rows; there are ${actual.length}. Give more rows or ask for less coverage.`,
      { details: { field: 'actual' } },
    );
  }
}
