import { describe, expect, test } from 'vitest';
import { fitEts } from './ets.js';
import { forecastInnovations, runInnovations, type SmoothingModel } from './innovations.js';
import { weeklySeries } from './testing/weekly-series.js';

const shares = Float64Array.of(1, 1.05, 1.09, 1.04, 0.96, 0.91, 0.95);

function expectClose(actual: Float64Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, index) => {
    expect(actual[index]).toBeCloseTo(value, 7);
  });
}

// Golden numbers of multiplicative seasons: statsforecast 2.1.1, ets.pegelsresid_C and ets.etsforecast, a port of R's
// forecast (statsmodels' ETSModel divides the error of the season by the level after the step, not before).
// Of the trend: statsmodels 0.15.0, tsa.exponential_smoothing.ets.ETSModel with known states, .smooth(parameters).
describe('innovations equal the references', () => {
  test('ETS(M,Ad,M)', () => {
    const model: SmoothingModel = { error: 'multiplicative', trend: 'damped', season: 'multiplicative' };
    const { state, squaredErrors, logExpected } = runInnovations(
      weeklySeries,
      model,
      { alpha: 0.2, beta: 0.02, gamma: 0.3, phi: 0.9 },
      { level: 100, trend: 0.5, season: shares },
    );
    expect(squaredErrors).toBeCloseTo(0.4446884588132889, 10);
    expect(weeklySeries.length * Math.log(squaredErrors) + 2 * logExpected).toBeCloseTo(
      483.18654083261345,
      7,
    );
    // The port adds φ twice for the second step on; damping is checked against statsmodels in exponential-smoothing.
    expectClose(forecastInnovations(state, model, 0.9, 1), [135.28255926]);
  });

  test('ETS(M,N,M)', () => {
    const model: SmoothingModel = { error: 'multiplicative', trend: 'none', season: 'multiplicative' };
    const parameters = { alpha: 0.2, beta: 0, gamma: 0.3, phi: 1 };
    const start = { level: 100, trend: 0, season: shares };
    const { state, squaredErrors } = runInnovations(weeklySeries, model, parameters, start);
    expect(squaredErrors).toBeCloseTo(0.45696176818721435, 10);
    expectClose(
      forecastInnovations(state, model, 1, 9),
      [
        134.01510916, 134.19318439, 136.08034366, 136.596672, 118.9810932, 115.37714257, 123.02663399,
        134.01510916, 134.19318439,
      ],
    );
  });

  test('ETS(A,A,N)', () => {
    const model: SmoothingModel = { error: 'additive', trend: 'additive', season: 'none' };
    const parameters = { alpha: 0.4, beta: 0.08, gamma: 0, phi: 1 };
    const start = { level: 100, trend: 0.5, season: new Float64Array(0) };
    const { state, squaredErrors } = runInnovations(weeklySeries, model, parameters, start);
    expect(squaredErrors).toBeCloseTo(10748.983596662994, 7);
    expectClose(forecastInnovations(state, model, 1, 3), [124.37562983, 124.20887548, 124.04212113]);
  });
});

describe('what is estimated', () => {
  // ETSModel(y, error='add').fit(): weight 0.13405111, .aicc 445.34599, which includes n (log 2π + 1).
  test('is what statsmodels estimates of a level, with its criterion', () => {
    const { parameters, aicc } = fitEts(
      weeklySeries,
      { error: 'additive', trend: 'none', season: 'none' },
      0,
    );
    expect(parameters.alpha).toBeCloseTo(0.13405, 3);
    const constant = weeklySeries.length * (Math.log(2 * Math.PI) + 1);
    expect(aicc + constant).toBeCloseTo(445.3459917897458, 3);
  });

  // ETSModel(y, trend='add', damped_trend=True).fit().llf is −216.0324; damping is not kept below 0.98 there.
  test('is nearly as likely with a damped trend as in statsmodels', () => {
    const { aicc } = fitEts(weeklySeries, { error: 'additive', trend: 'damped', season: 'none' }, 0);
    const constant = weeklySeries.length * (Math.log(2 * Math.PI) + 1);
    const penalty = 2 * 6 + (2 * 6 * 7) / (weeklySeries.length - 7);
    expect((aicc + constant - penalty) / -2).toBeGreaterThan(-216.0324 - 0.5);
  });
});
