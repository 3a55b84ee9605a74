import { TitansError, throwIfAborted } from '@titans/core';
import type { FitOptions, Forecaster } from '../estimators/estimator.js';
import { unwatched } from './forecaster.js';

/** Where a backtest stands and how far it looks. */
export interface BacktestPlan {
  /** Days forecast from each origin. */
  readonly horizon: number;
  /** Numbers of first days that are seen; each is one forecast. */
  readonly origins: readonly number[];
}

/** Forecasts of past days from the days before them, and how far they were off. */
export interface Backtest {
  readonly plan: BacktestPlan;
  /** Per origin, `horizon` forecasts. */
  readonly points: readonly Float64Array[];
  /** Per origin, actual minus forecast; NaN after the end of the series. */
  readonly errors: readonly Float64Array[];
  /** Mean absolute error over all days that were forecast. */
  readonly mae: number;
  /** Mean over the origins of the absolute error of the total, divided by the days: what the planning of a month feels. */
  readonly totalMae: number;
}

/** The days before an origin as they were known then: a gap is filled without what came after the origin. */
export type Seen = (origin: number) => Float64Array;

/**
 * What forecasters are ranked by, the less the better: the error of a day plus the error of the total per day. The
 * first alone would prefer the median of each day, which leaves out rare large flows and so gets every total wrong.
 */
export function planningError({ mae, totalMae }: Pick<Backtest, 'mae' | 'totalMae'>): number {
  return mae + totalMae;
}

/**
 * Origins of a rolling backtest (Tashman 2000): every `step` days back from the last that leaves `leastAhead` days.
 *
 * @returns Oldest first; empty if the series is too short for one.
 */
export function rollingOrigins(
  days: number,
  options: {
    readonly leastSeen: number;
    readonly leastAhead: number;
    readonly step: number;
    readonly most: number;
  },
): readonly number[] {
  const origins: number[] = [];
  for (
    let seen = days - options.leastAhead;
    seen >= options.leastSeen && origins.length < options.most;
    seen -= options.step
  ) {
    origins.push(seen);
  }
  return origins.reverse();
}

/**
 * Fits a forecaster on the days before each origin and compares its forecast with the days after it.
 *
 * @param actual What forecasts are compared with, NaN for days that do not count; the series unless told.
 * @param seen What is known at an origin; the first days of the series unless told.
 * @throws TitansError what the forecaster throws, `INVALID_ARGUMENT` for a plan without origins, `ABORTED`.
 */
export async function backtest(
  forecaster: Forecaster,
  series: Float64Array,
  firstDay: number,
  plan: BacktestPlan,
  options: FitOptions = {},
  actual: Float64Array = series,
  seen: Seen = (origin) => series.subarray(0, origin),
): Promise<Backtest> {
  if (plan.origins.length === 0) {
    throw new TitansError('INVALID_ARGUMENT', 'A backtest needs at least one origin.', {
      details: { field: 'plan.origins' },
    });
  }
  const points: Float64Array[] = [];
  for (const origin of plan.origins) {
    throwIfAborted(options.signal, `backtest of ${forecaster.name}`);
    const fitted = await forecaster.fit(seen(origin), firstDay, unwatched(options));
    points.push(fitted.forecast(plan.horizon));
  }
  return backtestOf(points, actual, plan);
}

/** The backtest of forecasts that are already there. */
export function backtestOf(
  points: readonly Float64Array[],
  series: Float64Array,
  plan: BacktestPlan,
): Backtest {
  const errors = points.map((forecast, index) =>
    forecast.map((point, step) => (series[(plan.origins[index] as number) + step] ?? Number.NaN) - point),
  );
  return Object.freeze({
    plan,
    points,
    errors,
    mae: meanAbsolute(errors),
    totalMae: meanAbsoluteTotal(errors),
  });
}

/** Mean over the rows of |sum| ÷ count, of the numbers that are not NaN; NaN if no row has one. */
function meanAbsoluteTotal(errors: readonly Float64Array[]): number {
  const perDay = errors
    .map((row) => row.filter((error) => !Number.isNaN(error)))
    .filter((row) => row.length > 0)
    .map((row) => Math.abs(row.reduce((sum, error) => sum + error, 0)) / row.length);
  return perDay.reduce((sum, error) => sum + error, 0) / perDay.length;
}

/** Mean absolute value of all numbers that are not NaN; NaN if there is none. */
function meanAbsolute(errors: readonly Float64Array[]): number {
  let [sum, count] = [0, 0];
  for (const row of errors) {
    for (const error of row) {
      if (Number.isNaN(error)) continue;
      sum += Math.abs(error);
      count++;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}
