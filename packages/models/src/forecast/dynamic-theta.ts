import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, longestHorizon } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';
import { minimise } from './nelder-mead.js';
import { removeSeason, restoreSeason, type SeasonKind } from './season.js';

/** Weight of the level 0 to 1, first level, and θ from 1: at 1 the trend has no part. */
export interface DynamicThetaParameters {
  readonly alpha: number;
  readonly level: number;
  readonly theta: number;
}

/**
 * The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, "Models for
 * optimising the theta method and their relationship to state space models"): a level smoothed exponentially, drawn to
 * a line that is fitted anew with each value. A season that is significant is taken out before and put back after.
 *
 * @param period Steps of the season; 0 or 1 for none.
 */
export function dynamicTheta(period = 7, kind: SeasonKind = 'additive'): Forecaster {
  const season = period > 1 ? `, ${kind} season of ${period}` : '';
  const name = `dynamic theta${season}`;
  return forecasterOf(name, 4, (series) => {
    const adjusted = removeSeason(series, period, kind);
    const { rest } = adjusted;
    let [low, high, first] = [rest[0] as number, rest[0] as number, 0];
    for (const value of rest) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const early = rest.subarray(0, Math.min(5, rest.length));
    for (const value of early) first += value / early.length;
    const width = high - low;
    if (width === 0)
      return fittedForecast(name, restoreSeason(adjusted, new Float64Array(longestHorizon).fill(low)));
    const read = (x: Float64Array): DynamicThetaParameters => ({
      alpha: x[0] as number,
      theta: x[1] as number,
      level: low + width * (x[2] as number),
    });
    const { at } = minimise(
      (x) => dynamicThetaErrors(rest, read(x)),
      Float64Array.of(0.5, 2, (first - low) / width),
      Float64Array.of(0.1, 1, -0.5),
      Float64Array.of(0.99, 10, 1.5),
      { evaluations: 200, tolerance: 1e-6 },
    );
    const parameters = read(at);
    const points = dynamicThetaForecast(rest, parameters, longestHorizon);
    return fittedForecast(name, restoreSeason(adjusted, points), { ...parameters });
  });
}

/** Sum of squared one-step errors from the third value on, as the reference leaves the first two out. */
export function dynamicThetaErrors(series: Float64Array, parameters: DynamicThetaParameters): number {
  return run(series, parameters, 0).squaredErrors;
}

/** Forecasts 1, 2, … `steps` after a series without season, the line being fitted on through the forecasts. */
export function dynamicThetaForecast(
  series: Float64Array,
  parameters: DynamicThetaParameters,
  steps: number,
): Float64Array {
  return run(series, parameters, steps).points;
}

function run(
  series: Float64Array,
  { alpha, level: first, theta }: DynamicThetaParameters,
  steps: number,
): { squaredErrors: number; points: Float64Array } {
  const points = new Float64Array(steps);
  const drawn = 1 - 1 / theta;
  let level = first;
  let [mean, slope, intercept, kept, squaredErrors] = [0, 0, 0, 1, 0];
  for (let t = 1; t <= series.length + steps; t++) {
    // (1 − α)^(t − 1) weighs the start of the line, the rest of the geometric sum its slope.
    const settled = alpha < 1e-9 ? t : (1 - kept * (1 - alpha)) / alpha;
    const expected = t === 1 ? level : level + drawn * (kept * intercept + settled * slope);
    const isPast = t <= series.length;
    const value = isPast ? (series[t - 1] as number) : expected;
    if (!isPast) points[t - series.length - 1] = expected;
    else if (t > 2) squaredErrors += (value - expected) ** 2;
    level = alpha * value + (1 - alpha) * level;
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 * (value - mean)) / t) / (t + 1);
    mean += (value - mean) / t;
    intercept = mean - (slope * (t + 1)) / 2;
    kept *= 1 - alpha;
  }
  return { squaredErrors, points };
}
