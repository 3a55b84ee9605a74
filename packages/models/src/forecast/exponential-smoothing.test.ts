import { describe, expect, test } from 'vitest';
import {
  bestLevelWeight,
  dampedSmoothing,
  simpleSmoothing,
  smooth,
  smoothedForecast,
} from './exponential-smoothing.js';
import { weeklySeries } from './testing/weekly-series.js';

const noSeason = new Float64Array(0);

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expected.forEach((value, index) => {
    expect(actual[index]).toBeCloseTo(value, digits);
  });
}

// Golden numbers: statsmodels 0.15.0, holtwinters, initialization_method='known', optimized=False.
describe('smoothing equals statsmodels', () => {
  test('SimpleExpSmoothing, level 100, weight 0.3', () => {
    const parameters = { alpha: 0.3, beta: 0, gamma: 0, phi: 1 };
    const { state, squaredErrors } = smooth(weeklySeries, parameters, {
      level: 100,
      trend: 0,
      season: noSeason,
    });
    expect(squaredErrors).toBeCloseTo(8943.360652733012, 6);
    expectClose(smoothedForecast(state, 1, 1), [124.15271357], 7);
  });

  test('Holt with damped trend', () => {
    const parameters = { alpha: 0.4, beta: 0.2, gamma: 0, phi: 0.9 };
    const { state, squaredErrors } = smooth(weeklySeries, parameters, {
      level: 100,
      trend: 0.5,
      season: noSeason,
    });
    expect(squaredErrors).toBeCloseTo(10562.139261421475, 6);
    expectClose(smoothedForecast(state, 0.9, 3), [123.78476314, 123.49248475, 123.2294342], 7);
  });

  // tsa.exponential_smoothing.ets.ETSModel('add', 'add', damped, 'add') with known states, .smooth([0.2, 0.02, 0.3, 0.9]):
  // its weight of the trend is ours times that of the level. (holtwinters forecasts the last phase without its last
  // update: 123.43 on day 7.)
  test('ETS with damped trend and additive season', () => {
    const parameters = { alpha: 0.2, beta: 0.1, gamma: 0.3, phi: 0.9 };
    const start = { level: 100, trend: 0.5, season: Float64Array.of(0, 5, 9, 4, -4, -9, -5) };
    const { state, squaredErrors } = smooth(weeklySeries, parameters, start);
    expect(squaredErrors).toBeCloseTo(5836.3003230453905, 6);
    expectClose(
      smoothedForecast(state, 0.9, 9),
      [
        134.90035933, 134.71549701, 136.86538392, 137.70946079, 120.85395317, 117.93531766, 125.64354576,
        136.55937582, 136.20861185,
      ],
      7,
    );
  });

  test('the weight of simple smoothing is the one that statsmodels estimates', async () => {
    const { alpha, level } = bestLevelWeight(weeklySeries);
    expect(alpha).toBeCloseTo(0.13405161929837517, 4);
    expect(level).toBeCloseTo(103.22674756503916, 2);
    const fitted = await simpleSmoothing().fit(weeklySeries, 0);
    expectClose(fitted.forecast(2), [123.34509792, 123.34509792], 3);
  });
});

describe('damped smoothing', () => {
  test('finds a weekly season without noise', async () => {
    const pattern = [1, 2, 3, 4, 5, 6, 20];
    const series = Float64Array.from({ length: 70 }, (_, t) => pattern[t % 7] as number);
    const fitted = await dampedSmoothing(7).fit(series, 0);
    expectClose(fitted.forecast(14), [...pattern, ...pattern], 3);
  });

  test('stays at the level of a constant series', async () => {
    const fitted = await dampedSmoothing().fit(new Float64Array(30).fill(-12.5), 0);
    expectClose(fitted.forecast(3), [-12.5, -12.5, -12.5], 9);
  });
});
