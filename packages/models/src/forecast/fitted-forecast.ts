import { type ArtifactContent, type JsonValue, limits, TitansError } from '@titans/core';
import type { FittedForecaster } from '../estimators/estimator.js';
import { readArtifact } from '../estimators/restoring.js';

/** What a fitted forecaster keeps: its name, its parameters, and the days it forecasts. No day of the series. */
export interface FittedForecast extends FittedForecaster {
  readonly name: string;
  /** Learned or chosen numbers, for the model card. */
  readonly parameters: Readonly<Record<string, number>>;
}

const kind = 'titans/forecast';
const version = 1;
/** Days ahead that a fitted forecaster can give. */
export const longestHorizon: number = limits.forecastDays;

/**
 * Wraps point forecasts of the {@link longestHorizon} days after a series.
 *
 * @throws TitansError `FORECAST_REJECTED` if one of them is not finite.
 */
export function fittedForecast(
  name: string,
  points: Float64Array,
  parameters: Readonly<Record<string, number>> = {},
): FittedForecast {
  const wrong = points.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0 || points.length !== longestHorizon) {
    throw new TitansError('FORECAST_REJECTED', `${name} gave no usable forecast.`, {
      details: { forecaster: name, day: wrong + 1 },
    });
  }
  return Object.freeze({
    name,
    parameters: Object.freeze({ ...parameters }),
    forecast(days: number): Float64Array {
      if (!(Number.isInteger(days) && days >= 1 && days <= longestHorizon)) {
        throw new TitansError('INVALID_ARGUMENT', `days must be 1 to ${longestHorizon}, not ${days}.`, {
          details: { field: 'days' },
        });
      }
      return points.slice(0, days);
    },
    toArtifact: (): ArtifactContent => ({ kind, version, data: { name, parameters }, arrays: { points } }),
  });
}

/**
 * Restores what {@link fittedForecast} wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreForecast(content: ArtifactContent): FittedForecast {
  const artifact = readArtifact(content, kind, version);
  return fittedForecast(
    artifact.text('name'),
    artifact.float64('points'),
    numbersIn(artifact.json('parameters')),
  );
}

/** The numbers among the members of a JSON object. */
export function numbersIn(value: JsonValue): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** Repeats a pattern over the horizon: day `h` gets `pattern[(h) mod length]`, from 0. */
export function repeated(pattern: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: longestHorizon }, (_, step) => pattern[step % pattern.length] as number);
}

/**
 * Refuses a series that no forecaster can take.
 *
 * @throws TitansError `DATA_INSUFFICIENT` below `leastDays`, `DATA_NOT_FINITE` for NaN or infinity.
 */
export function checkSeries(series: Float64Array, leastDays: number, name: string): void {
  if (series.length < leastDays) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `${name} needs at least ${leastDays} days, the series has ${series.length}.`,
      { details: { forecaster: name, days: series.length } },
    );
  }
  const wrong = series.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new TitansError('DATA_NOT_FINITE', `Day ${wrong + 1} of the series is ${series[wrong]}.`, {
      details: { row: wrong + 1 },
    });
  }
}
