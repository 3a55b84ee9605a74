import { type ArtifactContent, type JsonValue, TitansError } from '@titans/core';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import { readArtifact } from '../estimators/restoring.js';
import { valueInWords } from '../value-in-words.js';
import { type ErrorDistribution, errorQuantile, withinBounds } from './error-distribution.js';
import { drawErrorPaths } from './error-paths.js';
import { longestHorizon } from './fitted-forecast.js';

/** How the forecast was chosen, measured on steps that the forecasts had not seen. */
export interface ForecastChoice {
  /** What forecasts: a method, or the methods that are combined. */
  readonly method: string;
  /** Share of each method in the forecast; the shares add up to 1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Mean absolute error of each candidate in the backtest, the best first. */
  readonly ranking: readonly { readonly name: string; readonly mae: number }[];
  /** Candidates that gave no usable forecast, and why. */
  readonly rejected: readonly { readonly name: string; readonly reason: string }[];
  /** Mean absolute error of what was chosen, and of the best naive method, in the backtest; NaN for no backtest. */
  readonly mae: number;
  readonly naiveMae: number;
  /** Forecasts that the backtest made. */
  readonly origins: number;
  /** Values after the first known one that were missing and were filled in. */
  readonly filled: number;
}

/** Point forecasts, quantiles and error paths of the steps after a series. Holds no value of the series. */
export interface SeriesForecast extends ForecastChoice {
  /** Steps in a season, 1 for none. */
  readonly season: number;
  /**
   * Point forecasts, 1 to `steps` ahead.
   *
   * @param steps 1 to 365.
   * @throws TitansError `INVALID_ARGUMENT`.
   */
  forecast(steps: number): Float64Array;
  /**
   * Interval that holds each step with the stated probability; the point forecast lies within.
   *
   * @param level Above 0 and below 1, such as 0.8.
   * @throws TitansError `INVALID_ARGUMENT`.
   */
  interval(steps: number, level: number): { readonly lower: Float64Array; readonly upper: Float64Array };
  /**
   * Quantiles of each step: one array of `steps` per level. Never cross.
   *
   * @param levels Each above 0 and below 1, in any order.
   * @throws TitansError `INVALID_ARGUMENT`.
   */
  quantileForecast(levels: readonly number[], steps: number): readonly Float64Array[];
  /**
   * Possible errors (actual − forecast) over the whole horizon, to be added to the point forecasts: each step has the
   * distribution that {@link SeriesForecast.quantileForecast} states, and errors of one path go together as those of
   * the backtest did, so that sums over days (a balance) have an honest spread.
   *
   * @param count 1 to 10,000 paths.
   * @param options `seed` 0 unless told: the same seed, the same paths; a longer path begins as the shorter does.
   * @returns `count` arrays of `steps`.
   * @throws TitansError `INVALID_ARGUMENT`.
   */
  residualPaths(count: number, steps: number, options?: { readonly seed?: number }): readonly Float64Array[];
  /** The forecast as data; {@link restoreSeriesForecast} reads it. */
  toArtifact(): ArtifactContent;
}

/** Everything a {@link SeriesForecast} consists of. */
export interface SeriesForecastParts {
  readonly choice: ForecastChoice;
  readonly season: number;
  /** One per step of the longest horizon. */
  readonly points: Float64Array;
  readonly errors: ErrorDistribution;
}

const kind = 'titans/series-forecast';
const version = 1;
const mostPaths = 10_000;

/** Makes a forecast of its parts. */
export function seriesForecast(parts: SeriesForecastParts): SeriesForecast {
  const { choice, season, points, errors } = parts;
  const at = (step: number, probability: number): number =>
    (points[step] as number) + errorQuantile(errors, points, step, probability);
  return Object.freeze({
    ...choice,
    season,
    forecast: (steps: number): Float64Array => points.slice(0, checkedSteps(steps)),
    interval(steps: number, level: number) {
      checkedSteps(steps);
      checkedProbability('level', level);
      const ends = (probability: number): Float64Array =>
        points.slice(0, steps).map((_, step) => at(step, probability));
      return Object.freeze({
        lower: ends((1 - level) / 2).map((end, step) => Math.min(end, points[step] as number)),
        upper: ends((1 + level) / 2).map((end, step) => Math.max(end, points[step] as number)),
      });
    },
    quantileForecast(levels: readonly number[], steps: number): readonly Float64Array[] {
      checkedSteps(steps);
      if (!Array.isArray(levels)) throw wrong('levels', 'a list of numbers', levels);
      levels.forEach((level) => {
        checkedProbability('levels', level);
      });
      return levels.map((level) => points.slice(0, steps).map((_, step) => at(step, level)));
    },
    residualPaths(count: number, steps: number, options: { readonly seed?: number } = {}) {
      refuseUnknownParameters('residualPaths', options, ['seed']);
      const { seed = 0 } = options;
      checkedSteps(steps);
      if (!(Number.isInteger(count) && count >= 1 && count <= mostPaths)) {
        throw wrong('count', `a whole number from 1 to ${mostPaths}`, count);
      }
      return drawErrorPaths(errors, points, { count, steps, seed });
    },
    toArtifact: (): ArtifactContent => ({
      kind,
      version,
      data: { choice: choiceToJson(choice), season, errors: { ...errors.dependence, ...errors.bounds } },
      arrays: { points, scale: errors.scale, quantiles: errors.quantiles },
    }),
  });
}

/**
 * Restores what the forecast's `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreSeriesForecast(content: ArtifactContent): SeriesForecast {
  const artifact = readArtifact(content, kind, version);
  const [points, scale, quantiles] = [
    artifact.float64('points'),
    artifact.float64('scale'),
    artifact.float64('quantiles'),
  ];
  const { shared, carried, least, most } = recordIn(artifact.json('errors'));
  const isWhole =
    points.length === longestHorizon &&
    scale.length === longestHorizon &&
    quantiles.length >= 2 &&
    [points, scale, quantiles].every((values) => values.every(Number.isFinite)) &&
    scale.every((value) => value >= 0) &&
    quantiles.every((value, index) => index === 0 || value >= (quantiles[index - 1] as number));
  if (!isWhole) throw artifact.corrupt('its arrays are no forecast');
  if (!(isShare(shared) && isShare(carried))) throw artifact.corrupt('"errors" is incomplete');
  const bounds = { least: numberOrNull(least), most: numberOrNull(most) };
  if (points.some((point) => withinBounds(point, bounds) !== point)) {
    throw artifact.corrupt('its points pass its bounds');
  }
  const season = artifact.number('season');
  if (!isCount(season) || season === 0) throw artifact.corrupt('"season" is no number of steps');
  return seriesForecast({
    choice: choiceFrom(artifact.json('choice'), artifact.corrupt),
    season,
    points,
    errors: {
      scale,
      quantiles,
      dependence: { shared, carried },
      bounds,
    },
  });
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isShare(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function numberOrNull(value: JsonValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function recordIn(value: JsonValue): { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: JsonValue })
    : {};
}

/** NaN, which JSON lacks, is left out. */
function choiceToJson(choice: ForecastChoice): JsonValue {
  const { mae, naiveMae, shares, ranking, rejected, ...rest } = choice;
  return {
    ...rest,
    shares: { ...shares },
    ranking: ranking
      .filter((row) => Number.isFinite(row.mae))
      .map(({ name, mae: error }) => ({ name, mae: error })),
    rejected: rejected.map(({ name, reason }) => ({ name, reason })),
    ...(Number.isNaN(mae) ? {} : { mae }),
    ...(Number.isNaN(naiveMae) ? {} : { naiveMae }),
  };
}

function choiceFrom(json: JsonValue, corrupt: (what: string) => TitansError): ForecastChoice {
  const { method, shares, ranking, rejected, mae, naiveMae, origins, filled } = recordIn(json);
  if (typeof method !== 'string' || !isCount(origins) || !isCount(filled)) {
    throw corrupt('"choice" is incomplete');
  }
  const refuse = (what: string): never => {
    throw corrupt(`${what} in "choice" is no number`);
  };
  const rows = (value: JsonValue | undefined): readonly { readonly [key: string]: JsonValue }[] =>
    Array.isArray(value) ? value.map((row) => recordIn(row)) : [];
  return {
    method,
    shares: Object.fromEntries(
      Object.entries(recordIn(shares ?? null)).map(([name, share]) => [
        name,
        isShare(share) ? share : refuse('a share'),
      ]),
    ),
    ranking: rows(ranking).map((row) => ({
      name: String(row.name),
      mae: typeof row.mae === 'number' ? row.mae : refuse('the ranking'),
    })),
    rejected: rows(rejected).map((row) => ({ name: String(row.name), reason: String(row.reason) })),
    mae: typeof mae === 'number' ? mae : Number.NaN,
    naiveMae: typeof naiveMae === 'number' ? naiveMae : Number.NaN,
    origins,
    filled,
  };
}

function checkedSteps(steps: number): number {
  if (Number.isInteger(steps) && steps >= 1 && steps <= longestHorizon) return steps;
  throw wrong('steps', `a whole number from 1 to ${longestHorizon}`, steps);
}

function checkedProbability(field: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value < 1))
    throw wrong(field, 'above 0 and below 1', value);
}

function wrong(field: string, range: string, value: unknown): TitansError {
  return new TitansError('INVALID_ARGUMENT', `${field} must be ${range}, not ${valueInWords(value)}.`, {
    details: { field },
  });
}
