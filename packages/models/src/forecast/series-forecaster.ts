import { TitansError, type WorkOptions } from '@titans/core';
import type { Forecaster } from '../estimators/estimator.js';
import { backtest, rollingOrigins } from './backtest.js';
import { dailyForecasters, naiveForecasters, quickForecasters } from './candidates.js';
import { longestHorizon } from './fitted-forecast.js';
import { learnErrors } from './learn-errors.js';
import { fillMissing } from './missing-values.js';
import { selectForecaster } from './select.js';
import { type SeriesForecast, seriesForecast } from './series-forecast.js';

/** What a series is like and how much work its forecast may take. */
export interface SeriesForecasterOptions {
  /** Steps in a season: 7 for days, 12 for months, 4 for quarters, 1 for none or unknown. 7 unless told. */
  readonly season?: number;
  /** Steps ahead that matter: what the backtest looks at. By the season unless told: 30 days, 18 months, 8 quarters, 6. */
  readonly horizon?: number;
  /** `quick` tries the cheap methods from fewer origins; `standard` unless told. */
  readonly effort?: 'quick' | 'standard';
}

/** What `fit` takes beside the values. */
export interface SeriesFitOptions extends WorkOptions {
  /** Epoch day of the first value, where values are days: then methods that know the calendar are tried. */
  readonly firstDay?: number;
}

/** Learns any regular series. */
export interface SeriesForecaster {
  readonly name: string;
  /**
   * @param values One value per step, oldest first; NaN for a missing one.
   * @throws TitansError `DATA_INSUFFICIENT` for no known value, `DATA_NOT_FINITE` for an infinite one,
   * `INVALID_ARGUMENT`, `ABORTED`.
   */
  fit(values: ArrayLike<number>, options?: SeriesFitOptions): Promise<SeriesForecast>;
}

/**
 * Forecasts any regular series: methods are compared on past forecasts (rolling origins), the best are combined, and
 * the errors of those forecasts give quantiles and error paths.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { seriesForecaster } from '@titans/models/forecast';
 *
 * const monthly = Float64Array.from({ length: 60 }, (_, month) => 100 + month + 20 * Math.sin((month * Math.PI) / 6));
 * const forecast = await seriesForecaster({ season: 12 }).fit(monthly);
 * const next = forecast.forecast(6); // six numbers
 * const { lower, upper } = forecast.interval(6, 0.8);
 * const [low, middle, high] = forecast.quantileForecast([0.1, 0.5, 0.9], 6);
 * console.log(forecast.method, next, lower, upper, low, middle, high);
 * ```
 */
export function seriesForecaster(options: SeriesForecasterOptions = {}): SeriesForecaster {
  const { season = 7, effort = 'standard' } = options;
  const horizon = options.horizon ?? 30;
  return Object.freeze({
    name: 'series forecaster',
    async fit(values: ArrayLike<number>, fitOptions: SeriesFitOptions = {}) {
      const { firstDay = 0, ...work } = fitOptions;
      const { series, filled } = fillMissing(Float64Array.from(values), season);
      if (series.length === 0) throw new TitansError('DATA_INSUFFICIENT', 'The series has no value.');
      const origins = rollingOrigins(series.length, {
        leastSeen: Math.min(28, series.length >> 1),
        leastAhead: 7,
        step: 7,
        most: effort === 'standard' ? 8 : 4,
      });
      const plan = { horizon: Math.min(horizon, series.length - (origins[0] ?? 0)), origins };
      const others = effort === 'standard' ? dailyForecasters() : quickForecasters();
      const chosen = await selectForecaster(
        series,
        firstDay,
        { naive: naiveForecasters(), others },
        plan,
        work,
      );
      const fitted = await chosen.forecaster.fit(series, firstDay, work);
      const naive = await backtest(naiveForecasters()[0] as Forecaster, series, firstDay, plan, work);
      return seriesForecast({
        choice: {
          method: chosen.forecaster.name,
          shares: { [chosen.forecaster.name]: 1 },
          ranking: chosen.ranking.map(({ name, mae }) => ({ name, mae })),
          rejected: chosen.rejected,
          mae: chosen.backtest.mae,
          naiveMae: naive.mae,
          origins: origins.length,
          filled,
        },
        season,
        points: fitted.forecast(longestHorizon),
        errors: learnErrors(chosen.backtest.errors, { least: null, most: null }),
      });
    },
  });
}
