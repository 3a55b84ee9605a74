import { isTitansError, TitansError } from '@titans/core';
import { median } from 'simple-statistics';
import type { FitOptions, Forecaster } from '../estimators/estimator.js';
import { pace } from '../estimators/pace.js';
import {
  type Backtest,
  type BacktestPlan,
  backtest,
  backtestOf,
  planningError,
  type Seen,
} from './backtest.js';
import { type FittedForecast, fittedForecast, longestHorizon } from './fitted-forecast.js';
import { unwatched } from './forecaster.js';

/** A forecaster and how it did. */
export interface RankedForecaster {
  readonly forecaster: Forecaster;
  readonly backtest: Backtest;
}

/** What {@link selectForecaster} chose. */
export interface Selection {
  readonly forecaster: Forecaster;
  readonly backtest: Backtest;
  /** Every candidate that gave forecasts, best first. */
  readonly ranking: readonly { readonly name: string; readonly mae: number; readonly totalMae: number }[];
  /** Candidates that gave none, and why. */
  readonly rejected: readonly RejectedForecaster[];
}

/** A candidate that gave no forecast, and why. */
export interface RejectedForecaster {
  readonly name: string;
  readonly reason: string;
}

const unusable = ['FORECAST_REJECTED', 'DATA_INSUFFICIENT', 'DEPENDENCY_MISSING'] as const;
/** How much better than the best naive forecast a candidate must be, to be preferred to it. */
const leastGain = 0.02;
/** How many forecasters are combined, and how much better than the best of them the combination must be. */
const combined = 3;
const leastCombinedGain = 0.01;

/**
 * Chooses the forecaster with the least {@link planningError} over a rolling-origin backtest. The median of the best
 * three is a candidate where it is 1 % better than each of them. The best of the `naive` ones is kept unless another
 * is at least 2 % better.
 *
 * @throws TitansError `FORECAST_REJECTED` if no candidate gave a forecast, `ABORTED`.
 */
export async function selectForecaster(
  series: Float64Array,
  firstDay: number,
  candidates: { readonly naive: readonly Forecaster[]; readonly others: readonly Forecaster[] },
  plan: BacktestPlan,
  options: FitOptions = {},
): Promise<Selection> {
  const rejected: RejectedForecaster[] = [];
  const run = (forecasters: readonly Forecaster[]): Promise<RankedForecaster[]> =>
    rankByBacktest(forecasters, series, firstDay, plan, rejected, options);
  const naive = await run(candidates.naive);
  const others = await run(candidates.others);
  const best = [...naive, ...others].sort(byError).slice(0, combined);
  if (best.length === combined) {
    const points = plan.origins.map((_, origin) =>
      pointwiseMedian(best.map(({ backtest: { points: all } }) => all[origin] as Float64Array)),
    );
    const together = backtestOf(points, series, plan);
    if (
      planningError(together) <
      (1 - leastCombinedGain) * planningError((best[0] as RankedForecaster).backtest)
    ) {
      others.unshift({
        forecaster: combination(best.map(({ forecaster }) => forecaster)),
        backtest: together,
      });
    }
  }
  const [bestNaive, bestOther] = [naive[0], others[0]];
  const chosen =
    bestNaive !== undefined &&
    !(bestOther && planningError(bestOther.backtest) < (1 - leastGain) * planningError(bestNaive.backtest))
      ? bestNaive
      : bestOther;
  if (chosen === undefined) {
    throw new TitansError('FORECAST_REJECTED', 'No forecaster gave a usable forecast of the series.', {
      details: { days: series.length, rejected: rejected.map(({ name }) => name) },
    });
  }
  const ranking = [...naive, ...others]
    .sort(byError)
    .map(({ forecaster: { name }, backtest: { mae, totalMae } }) => ({ name, mae, totalMae }));
  return { ...chosen, ranking, rejected };
}

/**
 * Backtests forecasters, best first; those that give no usable forecast are added to `rejected`.
 *
 * @throws TitansError `ABORTED`, and what else a forecaster throws.
 */
export async function rankByBacktest(
  forecasters: readonly Forecaster[],
  series: Float64Array,
  firstDay: number,
  plan: BacktestPlan,
  rejected: RejectedForecaster[],
  options: FitOptions,
  actual: Float64Array = series,
  seen?: Seen,
): Promise<RankedForecaster[]> {
  const ranked: RankedForecaster[] = [];
  const step = pace(unwatched(options), 'forecaster selection', 'steps');
  for (const forecaster of forecasters) {
    await step(ranked.length);
    try {
      const one = await backtest(forecaster, series, firstDay, plan, options, actual, seen);
      ranked.push({ forecaster, backtest: one });
    } catch (error) {
      if (!isUnusable(error)) throw error;
      rejected.push({ name: forecaster.name, reason: error.message });
    }
  }
  return ranked.sort(byError);
}

/** Whether a forecaster cannot take the series, gives nonsense, or needs a package that is not there. */
function isUnusable(error: unknown): error is TitansError {
  return unusable.some((code) => isTitansError(error, code));
}

export function byError(a: RankedForecaster, b: RankedForecaster): number {
  return planningError(a.backtest) - planningError(b.backtest);
}

/** Every day the median of what several forecasters say. */
export function combination(forecasters: readonly Forecaster[]): Forecaster {
  const name = `combination of ${forecasters.map((forecaster) => forecaster.name).join('; ')}`;
  return Object.freeze({
    name,
    async fit(series: Float64Array, firstDay: number, options: FitOptions = {}): Promise<FittedForecast> {
      const step = pace(options, name, 'steps');
      const points: Float64Array[] = [];
      for (const forecaster of forecasters) {
        await step(points.length, forecasters.length);
        const fitted = await forecaster.fit(series, firstDay, unwatched(options));
        points.push(fitted.forecast(longestHorizon));
      }
      await step(points.length, forecasters.length);
      return fittedForecast(name, pointwiseMedian(points));
    },
  });
}

function pointwiseMedian(all: readonly Float64Array[]): Float64Array {
  const first = all[0] ?? new Float64Array(0);
  return first.map((_, step) => median(all.map((points) => points[step] as number)));
}
