import { expect, test } from 'vitest';
import { intervalReport, naiveScale, pinball, regressionReport } from './regression-report.js';

const actual = Float64Array.from({ length: 40 }, (_, i) => (((i * 37) % 23) - 8) * 1.5);
const predicted = actual.map((value, i) => value + (((i * 11) % 7) - 3) * 0.8);

test('equals scikit-learn 1.9.1 to 1e-12', () => {
  const report = regressionReport({ actual, predicted });
  const expected = {
    r2: 0.974682788475892,
    mse: 2.5440000000000005,
    rmse: 1.5949921629901511,
    mae: 1.38,
    medianAbsoluteError: 1.6,
    // mean_absolute_percentage_error over the rows whose actual is not 0, and Σ|e| ÷ Σ|a| in numpy.
    mape: 0.26009659855813705,
    wape: 0.14838709677419357,
  };
  for (const [name, value] of Object.entries(expected)) {
    expect(Math.abs((report[name as keyof typeof expected] as number) - value), name).toBeLessThan(1e-12);
  }
  expect(report.mapeSkipped).toBe(1);
  expect(Math.abs(pinball(actual, predicted, 0.9) - 0.714)).toBeLessThan(1e-12);
});

test('figures worked out by hand', () => {
  const report = regressionReport({
    actual: Float64Array.of(0, 0, 4),
    predicted: Float64Array.of(0, 2, 2),
    naiveScale: 2,
  });
  expect(report.smape).toBeCloseTo((0 + 2 + 4 / 6) / 3, 14);
  expect(report).toMatchObject({ bias: 0, mapeSkipped: 2, mape: 0.5, wape: 1, mase: 2 / 3 });
  expect(naiveScale(Float64Array.of(1, 4, 2, 8))).toBeCloseTo((3 + 2 + 6) / 3, 14);
  expect(naiveScale(Float64Array.of(1, 4, 2, 8), 2)).toBeCloseTo((1 + 4) / 2, 14);
});

test('every edge is defined', () => {
  const constant = Float64Array.of(5, 5);
  expect(regressionReport({ actual: constant, predicted: constant }).r2).toBe(1);
  expect(regressionReport({ actual: constant, predicted: Float64Array.of(5, 6) }).r2).toBe(0);
  const zeros = regressionReport({ actual: new Float64Array(2), predicted: Float64Array.of(1, 0) });
  expect(zeros).toMatchObject({ mape: null, wape: null, mase: null, smape: 1 });
});

test('coverage and width of intervals', () => {
  const report = intervalReport(Float64Array.of(1, 2, 3), Float64Array.of(0, 2, 4), Float64Array.of(1, 2, 6));
  expect(report.coverage).toBeCloseTo(2 / 3, 14);
  expect(report.meanWidth).toBe(1);
});

test.each([
  ['no row', new Float64Array(0), new Float64Array(0), 'DATA_INSUFFICIENT'],
  ['unequal lengths', Float64Array.of(1), Float64Array.of(1, 2), 'SHAPE_MISMATCH'],
  ['NaN', Float64Array.of(Number.NaN), Float64Array.of(1), 'DATA_NOT_FINITE'],
])('%s is refused', (_, a, b, code) => {
  expect(() => regressionReport({ actual: a, predicted: b })).toThrow(expect.objectContaining({ code }));
});
