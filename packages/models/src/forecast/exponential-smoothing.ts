import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, longestHorizon } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';
import { minimise } from './nelder-mead.js';

/** Smoothing weights of level, trend and season, and the damping of the trend. Weights of absent parts are 0. */
export interface SmoothingParameters {
  /** Weight of the level, 0 to 1. */
  readonly alpha: number;
  /** Weight of the trend, 0 to 1, as in Holt's method: the share of the new slope. */
  readonly beta: number;
  /** Weight of the season, 0 to 1. */
  readonly gamma: number;
  /** Damping of the trend per day, 1 for none. */
  readonly phi: number;
}

/** Level, trend and season before the first day, or after the last. */
export interface SmoothingState {
  readonly level: number;
  readonly trend: number;
  /** One value per day of the period, the next day's first; empty without a season. */
  readonly season: Float64Array;
}

/** What {@link smooth} gives. */
export interface Smoothed {
  readonly state: SmoothingState;
  /** Sum of squared one-day-ahead errors. */
  readonly squaredErrors: number;
}

/**
 * Additive exponential smoothing with damped trend and additive season (Holt 1957, Winters 1960, Gardner and
 * McKenzie 1985), in the form of Hyndman and Athanasopoulos, Forecasting: Principles and Practice, ch. 8. O(days).
 */
export function smooth(
  series: Float64Array,
  parameters: SmoothingParameters,
  start: SmoothingState,
): Smoothed {
  const { alpha, beta, gamma, phi } = parameters;
  const season = start.season.slice();
  const period = season.length;
  let { level, trend } = start;
  let squaredErrors = 0;
  for (let t = 0; t < series.length; t++) {
    const value = series[t] as number;
    const phase = period === 0 ? 0 : t % period;
    const seasonal = period === 0 ? 0 : (season[phase] as number);
    const carried = level + phi * trend;
    const error = value - carried - seasonal;
    squaredErrors += error * error;
    const nextLevel = alpha * (value - seasonal) + (1 - alpha) * carried;
    trend = beta * (nextLevel - level) + (1 - beta) * phi * trend;
    if (period > 0) season[phase] = gamma * (value - carried) + (1 - gamma) * seasonal;
    level = nextLevel;
  }
  const shift = period === 0 ? 0 : series.length % period;
  const rotated = Float64Array.from(season, (_, index) => season[(index + shift) % period] as number);
  return { state: { level, trend, season: rotated }, squaredErrors };
}

/** Forecasts 1, 2, … days after a state. */
export function smoothedForecast(state: SmoothingState, phi: number, days: number): Float64Array {
  const period = state.season.length;
  let [damped, power] = [0, 1];
  return Float64Array.from({ length: days }, (_, step) => {
    power *= phi;
    damped += power;
    return state.level + damped * state.trend + (period === 0 ? 0 : (state.season[step % period] as number));
  });
}

/**
 * Simple exponential smoothing: the level alone. The weight and the first level minimise the squared one-day-ahead
 * errors; for a given weight the best first level is a least-squares solution.
 */
export function simpleSmoothing(): Forecaster {
  const name = 'simple exponential smoothing';
  return forecasterOf(name, 2, (series) => {
    const { alpha, level } = bestLevelWeight(series);
    const parameters = { alpha, beta: 0, gamma: 0, phi: 1 };
    const { state } = smooth(series, parameters, { level, trend: 0, season: new Float64Array(0) });
    return fittedForecast(name, smoothedForecast(state, 1, longestHorizon), { alpha });
  });
}

/** The weight in 0..1 and first level with the least squared one-day-ahead errors. */
export function bestLevelWeight(series: Float64Array): { alpha: number; level: number } {
  let best = { alpha: 0, level: 0, squaredErrors: Number.POSITIVE_INFINITY };
  const evaluate = (alpha: number): number => {
    // From a first level of 0; each error falls by `share` of the level that is then found to be best.
    let withoutStart = 0;
    let share = 1;
    let [squares, weighted, weights] = [0, 0, 0];
    for (let t = 0; t < series.length; t++) {
      const error = (series[t] as number) - withoutStart;
      squares += error * error;
      weighted += error * share;
      weights += share * share;
      withoutStart += alpha * error;
      share *= 1 - alpha;
    }
    const level = weighted / weights;
    const squaredErrors = squares - level * weighted;
    if (squaredErrors < best.squaredErrors) best = { alpha, level, squaredErrors };
    return squaredErrors;
  };
  for (let step = 0; step <= 20; step++) evaluate(step / 20);
  let [low, high] = [Math.max(0, best.alpha - 0.05), Math.min(1, best.alpha + 0.05)];
  while (high - low > 1e-5) {
    const third = (high - low) / 3;
    if (evaluate(low + third) < evaluate(high - third)) high -= third;
    else low += third;
  }
  return best;
}

/**
 * Exponential smoothing with damped trend, and with an additive season if a period is given. The weights minimise
 * the squared one-day-ahead errors from a first state read off the first four periods.
 *
 * @param period Days; 0 for no season.
 */
export function dampedSmoothing(period = 0): Forecaster {
  const name = period === 0 ? 'damped trend smoothing' : `damped trend smoothing, season of ${period} days`;
  return forecasterOf(name, Math.max(10, 2 * period), (series) => {
    const start = firstState(series, period);
    const read = (x: Float64Array): SmoothingParameters => ({
      alpha: x[0] as number,
      beta: x[1] as number,
      phi: x[2] as number,
      gamma: period === 0 ? 0 : (x[3] as number),
    });
    const dimensions = period === 0 ? 3 : 4;
    const { at } = minimise(
      (x) => smooth(series, read(x), start).squaredErrors,
      Float64Array.of(0.1, 0.05, 0.9, 0.1).slice(0, dimensions),
      Float64Array.of(0.0001, 0.0001, 0.8, 0.0001).slice(0, dimensions),
      Float64Array.of(0.9999, 0.9999, 0.98, 0.9999).slice(0, dimensions),
      { evaluations: 250, tolerance: 1e-6 },
    );
    const parameters = read(at);
    const { state } = smooth(series, parameters, start);
    return fittedForecast(name, smoothedForecast(state, parameters.phi, longestHorizon), { ...parameters });
  });
}

/** Level and season as means of the first four periods, or level of the first ten days; no trend. */
function firstState(series: Float64Array, period: number): SmoothingState {
  const cycles = Math.max(1, Math.min(4, Math.floor(series.length / Math.max(1, period))));
  const used = series.subarray(0, period === 0 ? 10 : cycles * period);
  const level = used.reduce((sum, value) => sum + value, 0) / used.length;
  const season = new Float64Array(period);
  used.forEach((value, t) => {
    season[t % period] = (season[t % period] ?? 0) + (value - level) / cycles;
  });
  return { level, trend: 0, season };
}
