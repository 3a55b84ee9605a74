import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { type BacktestPlan, backtestOf } from './backtest.js';
import { errorQuantile } from './error-distribution.js';
import { dependenceOf, learnErrors } from './learn-errors.js';
import { seriesForecast } from './series-forecast.js';

const free = { least: null, most: null };

/** Errors of many forecasts from an AR(1) process plus a part that a whole forecast shares; variance 1. */
function madeErrors(origins: number, horizon: number, shared: number, carried: number): Float64Array[] {
  const random = createRandom(3, 'errors');
  return Array.from({ length: origins }, () => {
    const common = Math.sqrt(shared) * random.normal();
    let z = random.normal();
    return Float64Array.from({ length: horizon }, () => {
      z = carried * z + Math.sqrt(1 - carried ** 2) * random.normal();
      return common + Math.sqrt(1 - shared) * z;
    });
  });
}

function evidence(errors: readonly Float64Array[], horizon: number, season: number) {
  const plan: BacktestPlan = { horizon, origins: errors.map((_, index) => 100 + index * horizon) };
  const series = new Float64Array(100 + errors.length * horizon).map((_, t) => (t % 2 === 0 ? 1 : 0));
  const actual = new Float64Array(series.length + horizon);
  const points = errors.map((row) => row.map((error) => -error));
  return { backtest: backtestOf(points, actual, plan), series, season, bounds: free };
}

describe('with many forecasts', () => {
  test('quantiles of normal errors are those of the normal distribution', () => {
    const learned = learnErrors(evidence(madeErrors(1000, 10, 0, 0), 10, 7));
    const points = new Float64Array(365);
    // Growth of daily errors is a prior: 4 % wider at the fifth step than over the ten.
    const at = (probability: number): number => errorQuantile(learned, points, 4, probability);
    expect(at(0.9)).toBeGreaterThan(1.2);
    expect(at(0.9)).toBeLessThan(1.4);
    expect(at(0.975)).toBeGreaterThan(1.85);
    expect(at(0.975)).toBeLessThan(2.15);
    expect(Math.abs(at(0.5))).toBeLessThan(0.05);
  });

  test('what errors of one forecast share, and carry on from day to day, is found again', () => {
    const independent = dependenceOf(madeErrors(400, 50, 0, 0));
    expect(independent.shared).toBeLessThan(0.03);
    expect(independent.carried).toBeLessThan(0.03);
    const carried = dependenceOf(madeErrors(400, 50, 0, 0.6));
    expect(carried.carried).toBeGreaterThan(0.5);
    expect(carried.carried).toBeLessThan(0.65);
    const shared = dependenceOf(madeErrors(400, 50, 0.4, 0));
    expect(shared.shared).toBeGreaterThan(0.33);
    expect(shared.shared).toBeLessThan(0.47);
  });

  test('sums along error paths spread as sums of the errors did', () => {
    const made = madeErrors(400, 30, 0.3, 0.4);
    const learned = learnErrors(evidence(made, 30, 7));
    const choice = {
      method: 'made',
      shares: {},
      ranking: [],
      rejected: [],
      mae: 1,
      naiveMae: 1,
      origins: 400,
      filled: 0,
    };
    const forecast = seriesForecast({ choice, season: 7, points: new Float64Array(365), errors: learned });
    const deviation = (rows: readonly Float64Array[]): number => {
      const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
      return Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0) / sums.length);
    };
    const ratio = deviation(forecast.residualPaths(1000, 30)) / deviation(made);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.2);
  });
});

test('without a backtest the scale is that of the changes, and the shape the common one', () => {
  const series = Float64Array.of(1, 3, 1, 3, 1);
  const backtest = backtestOf([], series, { horizon: 1, origins: [] });
  const learned = learnErrors({ backtest, series, season: 1, bounds: free });
  expect(learned.scale[0]).toBe(2);
  // Student's t of 3 degrees of freedom at 0.9 is 1.63774; 1.25 times, and 1 + 4 ÷ 5 times for five values.
  expect(errorQuantile(learned, new Float64Array(365), 0, 0.9)).toBeCloseTo(2 * 1.25 * 1.8 * 1.63774, 2);
});

test('a busy weekday has wider intervals than a quiet one', () => {
  const errors = madeErrors(40, 28, 0, 0).map((row) =>
    row.map((error, step) => (step % 7 === 3 ? 9 * error : error)),
  );
  const learned = learnErrors(evidence(errors, 28, 7));
  // The series has 100 + 40 · 28 days, as many weeks as the origins: the same phases.
  const width = (step: number): number => errorQuantile(learned, new Float64Array(365), step, 0.9);
  expect(width(3) / width(4)).toBeGreaterThan(5);
});

test('no value passes the bounds', () => {
  const learned = {
    ...learnErrors(evidence(madeErrors(10, 10, 0, 0), 10, 7)),
    bounds: { least: 0, most: null },
  };
  expect(errorQuantile(learned, new Float64Array(365).fill(0.5), 0, 0.001)).toBe(-0.5);
});
