import { describe, expect, test } from 'vitest';
import {
  explainedVariance,
  intervalReport,
  pinballLoss,
  regressionReport,
  seasonalNaiveError,
} from './index.js';
import { codeOf } from './testing/code-of.js';

const actual = [3, -0.5, 2, 7, 4.25, -6, 0.75, 12.5, 9, 1.5];
const predicted = [2.5, 0, 2, 8, 5, -4.5, 0.5, 11, 9.75, 1];

describe('a regression report', () => {
  test('equals scikit-learn 1.9.1', () => {
    const report = regressionReport(actual, predicted);
    expect(report.r2).toBeCloseTo(0.9695371697726808, 13);
    expect(report.mse).toBeCloseTo(0.74375, 13);
    expect(report.rmse).toBeCloseTo(0.862409415533017, 13);
    expect(report.mae).toBeCloseTo(0.725, 13);
    expect(report.medianAbsoluteError).toBeCloseTo(0.625, 13);
    expect(report.maxError).toBe(1.5);
    expect(report.explainedVariance).toBeCloseTo(0.9707915216055704, 13);
    expect(report.mape).toBeCloseTo(0.2605994397759104, 13);
    // numpy, from the definitions
    expect(report.meanError).toBeCloseTo(0.175, 13);
    expect(report.smape).toBeCloseTo(0.3770687537496048, 13);
    expect(report.wape).toBeCloseTo(0.15591397849462366, 13);
    expect(report.zeroActuals).toBe(0);
    expect(Object.isFrozen(report)).toBe(true);
  });

  test('pinball loss equals mean_pinball_loss', () => {
    expect(pinballLoss(actual, predicted, 0.1)).toBeCloseTo(0.4325, 13);
    expect(pinballLoss(actual, predicted, 0.9)).toBeCloseTo(0.2925, 13);
    expect(regressionReport(actual, predicted, { quantile: 0.5 }).pinball).toBeCloseTo(0.3625, 13);
  });

  test('an actual of 0 makes MAPE enormous but finite, as in scikit-learn', () => {
    const withZero = actual.with(3, 0);
    const report = regressionReport(withZero, predicted);
    expect(report.mape / 3602879701896397).toBeCloseTo(1, 12);
    expect(report.zeroActuals).toBe(1);
    expect(regressionReport([0, 2], [0, 1]).mape).toBe(0.25);
  });

  test('sMAPE counts a row of two zeros as 0; WAPE of zeros alone is undefined', () => {
    expect(regressionReport([0, 1], [0, 3]).smape).toBe(0.5);
    expect(regressionReport([0, 0], [0, 1]).wape).toBeNaN();
    expect(regressionReport([0, 0], [0, 1]).smape).toBe(1);
  });

  test('R² of a constant target is 1 or 0, of one row undefined', () => {
    // r2_score([5, 5, 5], …) gives 1.0 and 0.0
    expect(regressionReport([5, 5, 5], [5, 5, 5]).r2).toBe(1);
    expect(regressionReport([5, 5, 5], [5, 4, 6]).r2).toBe(0);
    // The mean of three times 0.1 is not 0.1 in floating point; the target is constant all the same.
    expect(regressionReport([0.1, 0.1, 0.1], [0.1, 0.2, 0.1]).r2).toBe(0);
    expect(regressionReport([5], [4]).r2).toBeNaN();
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => regressionReport([], []))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => regressionReport([1, 2], [1]))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => regressionReport([1, Number.NaN], [1, 2]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => regressionReport([1, 2], [1, Number.POSITIVE_INFINITY]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => regressionReport([1], [1], { quantile: 1 }))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => regressionReport([1], [1], { naiveMae: -1 }))).toBe('INVALID_ARGUMENT');
  });
});

describe('the scaled error', () => {
  test('by hand: the weekly naive of two weeks', () => {
    const series = [1, 2, 3, 4, 5, 6, 7, 2, 2, 5, 4, 5, 9, 7];
    expect(seasonalNaiveError(series, 7)).toBeCloseTo((1 + 0 + 2 + 0 + 0 + 3 + 0) / 7, 14);
    expect(seasonalNaiveError([1, 3, 2])).toBe(1.5);
  });

  test('MASE divides by it, and is undefined where the naive forecast made no error', () => {
    expect(regressionReport([14, 13], [13, 13], { naiveMae: 1.5 }).mase).toBeCloseTo(1 / 3, 14);
    expect(regressionReport([14, 13], [13, 13], { naiveMae: seasonalNaiveError([5, 5, 5]) }).mase).toBeNaN();
    expect('mase' in regressionReport([14], [13])).toBe(false);
  });

  test('needs a series longer than the season', () => {
    expect(codeOf(() => seasonalNaiveError([1, 2, 3], 3))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => seasonalNaiveError([1, Number.NaN, 3]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => seasonalNaiveError([1, 2, 3], 0.5))).toBe('INVALID_ARGUMENT');
  });
});

describe('an interval report', () => {
  const intervals = { lower: [0, 0, 0, 0], upper: [4, 4, 4, 8], coverage: 0.8 };

  test('by hand: one below, one above, an end is within', () => {
    const report = intervalReport([-1, 4, 6, 3], intervals);
    expect(report).toMatchObject({ nominalCoverage: 0.8, coverage: 0.5, below: 0.25, above: 0.25 });
    expect([report.meanWidth, report.medianWidth]).toEqual([5, 4]);
    // 5 + 2 / 0.2 × (1 + 2) / 4
    expect(report.intervalScore).toBeCloseTo(12.5, 12);
    expect(regressionReport([-1, 4, 6, 3], [2, 2, 2, 4], { intervals }).intervals).toEqual(report);
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => intervalReport([], { lower: [], upper: [], coverage: 0.8 }))).toBe(
      'DATA_INSUFFICIENT',
    );
    expect(codeOf(() => intervalReport([1], intervals))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => intervalReport([1], { lower: [2], upper: [1], coverage: 0.8 }))).toBe(
      'INVALID_ARGUMENT',
    );
    expect(codeOf(() => intervalReport([1], { lower: [0], upper: [1], coverage: 80 }))).toBe(
      'INVALID_ARGUMENT',
    );
    expect(codeOf(() => intervalReport([1], { lower: [0], upper: [Number.NaN], coverage: 0.8 }))).toBe(
      'DATA_NOT_FINITE',
    );
  });
});

test('forty rows of arithmetic, one actual 0, equal scikit-learn 1.9.1 and numpy', () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => (((i * 37) % 23) - 8) * 1.5);
  const guesses = values.map((value, i) => value + (((i * 11) % 7) - 3) * 0.8);
  const report = regressionReport(values, guesses, { quantile: 0.9 });
  expect(report.r2).toBeCloseTo(0.974682788475892, 12);
  expect(report.mse).toBeCloseTo(2.5440000000000005, 12);
  expect(report.rmse).toBeCloseTo(1.5949921629901511, 12);
  expect(report.mae).toBeCloseTo(1.38, 12);
  expect(report.medianAbsoluteError).toBeCloseTo(1.6, 12);
  expect(report.wape).toBeCloseTo(0.14838709677419357, 12);
  expect(report.pinball).toBeCloseTo(0.714, 12);
  expect(report.zeroActuals).toBe(1);
});

test('explained variance forgives a constant error; defined for a constant target as in scikit-learn', () => {
  expect(explainedVariance([1, 2, 4], [2, 3, 5])).toBe(1);
  expect(explainedVariance([2, 2], [3.1, 3.1])).toBe(1);
  expect(explainedVariance([2, 2], [3, 4])).toBe(0);
  expect(explainedVariance([2], [3])).toBeNaN();
});
