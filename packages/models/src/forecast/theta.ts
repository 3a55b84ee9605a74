import type { Forecaster } from '../estimators/estimator.js';
import { bestLevelWeight, smooth } from './exponential-smoothing.js';
import { fittedForecast, longestHorizon } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';
import { power } from './power.js';
import { removeSeason, restoreSeason, type SeasonKind } from './season.js';

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) with θ = 2 in its closed form (Hyndman and Billah 2003):
 * simple exponential smoothing plus half the slope of the least-squares line. A season that is significant is taken
 * out before and put back after.
 *
 * @param period Steps of the season; 0 or 1 for none.
 */
export function theta(period = 7, kind: SeasonKind = 'additive'): Forecaster {
  const name = period > 1 ? `theta, ${kind} season of ${period}` : 'theta';
  return forecasterOf(name, 4, (series) => {
    const adjusted = removeSeason(series, period, kind);
    const { alpha, level } = bestLevelWeight(adjusted.rest);
    const points = restoreSeason(adjusted, thetaForecast(adjusted.rest, alpha, level, longestHorizon));
    return fittedForecast(name, points, { alpha });
  });
}

/** Theta forecasts of a series without season, for a given weight and first level. */
export function thetaForecast(
  series: Float64Array,
  alpha: number,
  level: number,
  days: number,
): Float64Array {
  const n = series.length;
  const parameters = { alpha, beta: 0, gamma: 0, phi: 1 };
  const { state } = smooth(series, parameters, { level, trend: 0, season: new Float64Array(0) });
  const slope = leastSquaresSlope(series);
  // With a weight of 0 the sum (1 − (1 − α)^n) ÷ α is its limit, n.
  const settled = alpha < 1e-9 ? n : (1 - power(1 - alpha, n)) / alpha;
  return Float64Array.from({ length: days }, (_, step) => state.level + (slope / 2) * (step + settled));
}

function leastSquaresSlope(series: Float64Array): number {
  const middle = (series.length - 1) / 2;
  let products = 0;
  let squares = 0;
  for (let t = 0; t < series.length; t++) {
    products += (t - middle) * (series[t] as number);
    squares += (t - middle) ** 2;
  }
  return products / squares;
}
