import { TitansError } from '@titans/core';
import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, longestHorizon } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';
import {
  forecastInnovations,
  type InnovationParameters,
  type InnovationState,
  runInnovations,
  type SmoothingModel,
} from './innovations.js';
import { minimise } from './nelder-mead.js';
import { averageSeason } from './season.js';

/** A model that was fitted to a series. */
export interface FittedEts {
  readonly model: SmoothingModel;
  readonly parameters: InnovationParameters;
  readonly start: InnovationState;
  readonly end: InnovationState;
  /** Akaike's criterion corrected for few values, of the Gaussian likelihood; the less the better. */
  readonly aicc: number;
}

/** Bounds of the weights and the damping: as R's forecast package has them. */
const least = 0.0001;
const [leastDamping, mostDamping] = [0.8, 0.98];
/** Values that the first level and trend are read off, and whole seasons that the first season is read off. */
const firstValues = 10;
const firstSeasons = 5;

/** Exponential smoothing of one form; see {@link automaticEts} for a choice among forms. */
export function ets(model: SmoothingModel, period = 0): Forecaster {
  const name = etsName(model, period);
  return forecasterOf(name, leastValues(model, period), (series) => {
    const fitted = fitEts(series, model, period);
    return fittedForecast(name, forecastOf(fitted), { ...fitted.parameters });
  });
}

/**
 * Exponential smoothing whose form has the least corrected Akaike criterion among level, trend and damped trend, with
 * and without an additive and (for positive series) a multiplicative season.
 */
export function automaticEts(period = 0): Forecaster {
  const name = period > 1 ? `automatic ETS, season of ${period}` : 'automatic ETS';
  return forecasterOf(name, 6, (series) => {
    const isPositive = series.every((value) => value > 0);
    let best: FittedEts | null = null;
    for (const model of modelsFor(series.length, period, isPositive)) {
      const fitted = fitEts(series, model, period);
      if (Number.isFinite(fitted.aicc) && !(best !== null && best.aicc <= fitted.aicc)) best = fitted;
    }
    if (best === null)
      throw new TitansError('FORECAST_REJECTED', 'No form of exponential smoothing fits the series.');
    return fittedForecast(name, forecastOf(best), { ...best.parameters });
  });
}

function modelsFor(length: number, period: number, isPositive: boolean): readonly SmoothingModel[] {
  const seasons: SmoothingModel['season'][] = ['none'];
  if (period > 1 && length >= 2 * period + 5) {
    seasons.push('additive');
    if (isPositive) seasons.push('multiplicative');
  }
  return seasons.flatMap((season) =>
    (['none', 'damped'] as const).map(
      (trend): SmoothingModel => ({
        error: season === 'multiplicative' ? 'multiplicative' : 'additive',
        trend,
        season,
      }),
    ),
  );
}

function etsName({ error, trend, season }: SmoothingModel, period: number): string {
  const letters = { none: 'N', additive: 'A', damped: 'Ad', multiplicative: 'M' } as const;
  const of = season === 'none' ? '' : ` of ${period}`;
  return `ETS(${letters[error]},${letters[trend]},${letters[season]})${of}`;
}

function leastValues({ trend, season }: SmoothingModel, period: number): number {
  return season === 'none' ? (trend === 'none' ? 2 : 6) : 2 * period + 1;
}

function forecastOf({ end, model, parameters }: FittedEts): Float64Array {
  return forecastInnovations(end, model, parameters.phi, longestHorizon);
}

/**
 * Estimates weights, first level and first trend by the likelihood; the first season comes from the first seasons of
 * the series.
 */
export function fitEts(series: Float64Array, model: SmoothingModel, period: number): FittedEts {
  const season =
    model.season === 'none'
      ? new Float64Array(0)
      : averageSeason(series.subarray(0, firstSeasons * period), period, model.season);
  const { level, trend, spread } = firstLine(series, season, model);
  const hasTrend = model.trend !== 'none';
  const hasSeason = model.season !== 'none';
  const size = series.length;
  const start = (x: Float64Array): InnovationState => ({
    level: level + spread * (x[1] as number),
    trend: hasTrend ? trend + spread * (x[2] as number) : 0,
    season,
  });
  const read = (x: Float64Array): InnovationParameters => {
    const alpha = x[0] as number;
    return {
      alpha,
      beta: hasTrend ? alpha * (x[3] as number) : 0,
      phi: model.trend === 'damped' ? (x[4] as number) : 1,
      gamma: hasSeason ? (1 - alpha) * (x[hasTrend ? 5 : 2] as number) : 0,
    };
  };
  const minusTwiceLikelihood = (x: Float64Array): number => {
    const { squaredErrors, logExpected } = runInnovations(series, model, read(x), start(x));
    return size * Math.log(squaredErrors / size + 1e-300) + 2 * logExpected;
  };
  const box = [
    [0.3, least, 1 - least],
    [0, -3, 3],
    ...(hasTrend
      ? [
          [0, -1, 1],
          [0.1, least, 1 - least],
          [0.95, leastDamping, mostDamping],
        ]
      : []),
    ...(hasSeason ? [[0.05, least, 1 - least]] : []),
  ] as readonly (readonly number[])[];
  const column = (index: number): Float64Array => Float64Array.from(box, (row) => row[index] as number);
  const { at, value } = minimise(minusTwiceLikelihood, column(0), column(1), column(2), {
    evaluations: 90 * box.length,
    tolerance: 1e-7,
  });
  const parameters = read(at);
  const count = box.length + 1 + (hasSeason ? period - 1 : 0);
  const left = size - count - 1;
  return {
    model,
    parameters,
    start: start(at),
    end: runInnovations(series, model, parameters, start(at)).state,
    aicc: left > 0 ? value + 2 * count + (2 * count * (count + 1)) / left : Number.POSITIVE_INFINITY,
  };
}

/** Least-squares line through the first values without season, at the step before them, and how far they spread. */
function firstLine(
  series: Float64Array,
  season: Float64Array,
  model: SmoothingModel,
): { level: number; trend: number; spread: number } {
  const count = Math.min(series.length, Math.max(firstValues, season.length));
  const first = series.subarray(0, count).map((value, t) => {
    if (season.length === 0) return value;
    const part = season[t % season.length] as number;
    return model.season === 'multiplicative' ? value / part : value - part;
  });
  const mean = first.reduce((sum, value) => sum + value, 0) / count;
  const middle = (count - 1) / 2;
  let [products, squares, variance] = [0, 0, 0];
  first.forEach((value, t) => {
    products += (t - middle) * (value - mean);
    squares += (t - middle) ** 2;
    variance += (value - mean) ** 2;
  });
  const slope = squares === 0 || model.trend === 'none' ? 0 : products / squares;
  const spread = Math.sqrt(variance / count);
  return { level: mean - slope * (middle + 1), trend: slope, spread };
}
