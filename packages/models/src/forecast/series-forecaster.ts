import { TitansError, type WorkOptions } from '@titans/core';
import { oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { valueInWords } from '../value-in-words.js';
import type { Seen } from './backtest.js';
import { seriesForecasters } from './candidates.js';
import { withinBounds } from './error-distribution.js';
import { longestHorizon } from './fitted-forecast.js';
import { learnErrors } from './learn-errors.js';
import { fillMissing } from './missing-values.js';
import {
  type CombinedSelection,
  forecastCombination,
  type SelectionData,
  selectCombination,
} from './select-combination.js';
import { type ForecastChoice, type SeriesForecast, seriesForecast } from './series-forecast.js';
import { defaultHorizon, seriesPlan } from './series-plan.js';

/** Longest series and season, and the farthest day that has a date. */
const mostValues = 10_000_000;
const mostSeason = 10_000;
const farthestDay = 10_000_000;

/** What a series is like and how much work its forecast may take. */
export interface SeriesForecasterOptions {
  /** Steps in a season, 1 to 10,000: 7 for days, 12 for months, 4 for quarters, 1 for none. 7 unless told. */
  readonly season?: number;
  /** Steps ahead that matter, 1 to 365: what the backtest looks at. By the season unless told: 30 days, 18 months, 8 quarters, 6. */
  readonly horizon?: number;
  /** `quick` tries the cheap methods from fewer origins; `standard` unless told. */
  readonly effort?: 'quick' | 'standard';
}

/** What `fit` takes beside the values. */
export interface SeriesFitOptions extends WorkOptions {
  /** Epoch day of the first value, for a season of 7 days: then methods that know the day of the month are tried. */
  readonly firstDay?: number;
}

/** Learns any regular series. */
export interface SeriesForecaster {
  readonly name: string;
  /**
   * @param values One value per step, oldest first; NaN for a missing one. They are copied before anything else happens.
   * @throws TitansError `DATA_INSUFFICIENT` for no known value, `DATA_NOT_FINITE` for an infinite one,
   * `INVALID_ARGUMENT` for what is no list of numbers and for wrong options, `FORECAST_REJECTED` for values so large
   * that their errors are no numbers, `ABORTED`.
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
  refuseUnknownParameters('seriesForecaster', options, ['season', 'horizon', 'effort']);
  const { season = 7, effort = 'standard' } = options;
  oneOf('effort', effort, ['quick', 'standard']);
  const horizon = options.horizon ?? defaultHorizon(season);
  requireWhole('season', season, 1, mostSeason);
  requireWhole('horizon', horizon, 1, longestHorizon);
  return Object.freeze({
    name: `series forecaster, season of ${season}`,
    async fit(values: ArrayLike<number>, fitOptions: SeriesFitOptions = {}) {
      refuseUnknownParameters('fit', fitOptions, ['firstDay', 'signal', 'onProgress']);
      const { firstDay, ...work } = fitOptions;
      if (firstDay !== undefined) requireWhole('firstDay', firstDay, -farthestDay, farthestDay);
      const { actual, unknown } = knownPart(values);
      const { series, filled } = fillMissing(actual, season);
      const isNonNegative = series.every((value) => value >= 0);
      const data: SelectionData = {
        series,
        actual,
        seen: seenBefore(actual, season, filled),
        firstDay: (firstDay ?? 0) + unknown,
        isYearly: season === 7 && isNonNegative,
      };
      const plan = seriesPlan(series.length, season, horizon, effort);
      const candidates = seriesForecasters({
        season,
        hasDates: season === 7 && firstDay !== undefined,
        isNonNegative,
        hasEmpty: series.includes(0),
        effort,
      });
      const chosen = await selectCombination(data, candidates, plan, work);
      const { points, disagreement } = await forecastCombination(chosen, data, work);
      const bounds = {
        least: isNonNegative ? 0 : null,
        most: series.every((value) => value <= 0) ? 0 : null,
      };
      const errors = learnErrors({ backtest: chosen.backtest, series, actual, season, bounds, disagreement });
      if (!(errors.scale.every(Number.isFinite) && errors.quantiles.every(Number.isFinite))) {
        throw new TitansError(
          'FORECAST_REJECTED',
          'The errors of the forecasts are too large to be numbers: give the values in a larger unit.',
        );
      }
      return seriesForecast({
        choice: choiceOf(chosen, plan.origins.length, filled),
        season,
        points: points.map((point) => withinBounds(point, bounds)),
        errors,
      });
    },
  });
}

/** A copy from the first known value on, and how many steps come before it. */
function knownPart(values: ArrayLike<number>): { actual: Float64Array; unknown: number } {
  const isList = typeof values === 'object' && values !== null && Number.isInteger(values.length);
  if (isList) requireWhole('values.length', values.length, 0, mostValues);
  const foreign = isList ? Array.from(values).findIndex((value) => typeof value !== 'number') : 0;
  if (foreign >= 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      isList
        ? `Value ${foreign + 1} is no number: give NaN for a value that is missing.`
        : 'values must be an array of numbers.',
      { details: isList ? { field: 'values', row: foreign + 1 } : { field: 'values' } },
    );
  }
  const all = Float64Array.from(values);
  const infinite = all.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
  if (infinite >= 0) {
    throw new TitansError(
      'DATA_NOT_FINITE',
      `Value ${infinite + 1} is infinite: give NaN for a value that is missing.`,
      { details: { row: infinite + 1 } },
    );
  }
  const unknown = all.findIndex((value) => !Number.isNaN(value));
  if (unknown < 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'The series has no known value.', {
      details: { values: all.length },
    });
  }
  return { actual: all.subarray(unknown), unknown };
}

/** What was known at an origin; gaps are filled once per origin, since every method asks. */
function seenBefore(actual: Float64Array, season: number, filled: number): Seen {
  if (filled === 0) return (origin) => actual.subarray(0, origin);
  const kept = new Map<number, Float64Array>();
  return (origin) => {
    const series = kept.get(origin) ?? fillMissing(actual.subarray(0, origin), season).series;
    kept.set(origin, series);
    return series;
  };
}

function choiceOf(
  { members, backtest, naive, ranking, rejected }: CombinedSelection,
  origins: number,
  filled: number,
): ForecastChoice {
  const names = members.map(({ forecaster }) => forecaster.name);
  return {
    method: names.length === 1 ? (names[0] as string) : `combination of ${names.join('; ')}`,
    shares: Object.freeze(
      Object.fromEntries(members.map(({ forecaster, share }) => [forecaster.name, share])),
    ),
    ranking: Object.freeze(ranking),
    rejected: Object.freeze(rejected),
    mae: backtest.mae,
    naiveMae: naive.mae,
    origins,
    filled,
  };
}

function requireWhole(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${field} must be a whole number from ${least} to ${most}, not ${valueInWords(value)}.`,
    { details: { field } },
  );
}
