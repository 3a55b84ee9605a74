import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  averagePrecision,
  classificationReport,
  confusionMatrix,
  intervalReport,
  meanAbsoluteError,
  regressionReport,
  rocAuc,
} from './index.js';
import { codeOf } from './testing/code-of.js';
import { fourClasses } from './testing/four-classes.js';

function expectClose(found: number | undefined, expected: number): void {
  expect(Math.abs((found as number) - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
}

// sample_weight of scikit-learn 1.9.1
describe('weighted metrics equal scikit-learn', () => {
  test('regression', () => {
    const actual = [3, -0.5, 2, 7, 4.25, -6, 0.75, 12.5, 9, 1.5];
    const predicted = [2.5, 0, 2, 8, 5, -4.5, 0.5, 11, 9.75, 1];
    const weights = [0.5, 2, 0, 1.25, 0.1, 3, 0.7, 0.05, 1, 0.4];
    const report = regressionReport(actual, predicted, { weights, quantile: 0.9 });
    expectClose(report.r2, 0.9642196817382539);
    expectClose(report.explainedVariance, 0.9839995543153339);
    expectClose(report.mse, 1.0555555555555556);
    expectClose(report.mae, 0.9194444444444443);
    expectClose(report.medianAbsoluteError, 0.75);
    expectClose(report.mape, 0.38728353563647683);
    expectClose(report.pinball, 0.15416666666666665);
    expect(report.n).toBe(10);
  });

  test('classification', () => {
    const { labels, probabilities, classes } = fourClasses();
    const weights = Float64Array.from({ length: 40 }, (_, i) => ((i * 7) % 5) / 4 + 0.1 * (i % 3));
    const report = classificationReport(labels, probabilities, classes, { weights, topK: [2] });
    expectClose(report.accuracy, 0.47489539748953974);
    expectClose(report.balancedAccuracy, 0.5337076189654488);
    expectClose(report.kappa, 0.2986613666919974);
    expectClose(report.matthewsCorrelation, 0.3079668648731289);
    expectClose(report.logLoss, 1.1834452778962647);
    expectClose(report.brier, 0.642605795288185);
    expectClose(report.topK[0]?.accuracy, 0.7531380753138076);
    const { macro, weighted } = report;
    const averages = [0.48501568029012576, 0.5337076189654487, 0.4925912379103602];
    [macro.precision, macro.recall, macro.f1].forEach((value, i) => {
      expectClose(value, averages[i] as number);
    });
    const byRows = [0.47999997651397824, 0.47489539748953974, 0.460477421536038];
    [weighted.precision, weighted.recall, weighted.f1].forEach((value, i) => {
      expectClose(value, byRows[i] as number);
    });
    const auc = [0.5483585858585858, 0.8280859570214892, 0.8217597772307998, 0.9645274353396182];
    const precision = [0.5178433787388539, 0.5479406461686662, 0.6403964713998671, 0.87431715210356];
    auc.forEach((value, k) => {
      expectClose(report.rocAuc.perClass[k], value);
      expectClose(report.averagePrecision.perClass[k], precision[k] as number);
    });
  });
});

describe('a whole weight is so many rows', () => {
  const row = fc.record({
    actual: fc.integer({ min: -5, max: 5 }),
    predicted: fc.integer({ min: -5, max: 5 }),
    width: fc.nat(4),
    weight: fc.nat(3),
    label: fc.nat(2),
    taken: fc.nat(2),
  });
  const rows = fc
    .array(row, { minLength: 2, maxLength: 25 })
    // R² of a single row is undefined, whatever its weight.
    .filter((all) => all.filter(({ weight }) => weight > 0).length > 1);

  /** Every figure equal but for rounding, NaN to NaN; the number of rows and what ignores weights left out. */
  function expectSame(found: unknown, expected: unknown): void {
    if (typeof expected === 'number' && !Number.isNaN(expected)) {
      expect(Math.abs((found as number) - expected)).toBeLessThanOrEqual(
        1e-11 * Math.max(1, Math.abs(expected)),
      );
    } else if (typeof expected === 'object' && expected !== null) {
      const fields = found as Readonly<Record<string, unknown>>;
      expect(Object.keys(fields)).toEqual(Object.keys(expected));
      for (const [field, value] of Object.entries(expected)) {
        if (!['n', 'zeroActuals', 'maxError'].includes(field)) expectSame(fields[field], value);
      }
    } else expect(found).toEqual(expected);
  }

  test('regression, intervals and classes', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const repeated = all.flatMap((one) => Array.from({ length: one.weight }, () => one));
        const weights = all.map(({ weight }) => weight);
        const regression = (some: typeof all, options: { weights?: number[] }): unknown =>
          regressionReport(
            some.map(({ actual }) => actual),
            some.map(({ predicted }) => predicted),
            {
              ...options,
              quantile: 0.3,
              naiveMae: 2,
              intervals: {
                lower: some.map(({ predicted, width }) => predicted - width),
                upper: some.map(({ predicted, width }) => predicted + width),
                coverage: 0.8,
              },
            },
          );
        expectSame(regression(all, { weights }), regression(repeated, {}));
        const classes = (some: typeof all, options: { weights?: number[] }): unknown =>
          classificationReport(
            Int32Array.from(some, ({ label }) => label),
            Int32Array.from(some, ({ taken }) => taken),
            ['a', 'b', 'c'],
            options,
          );
        expectSame(classes(all, { weights }), classes(repeated, {}));
      }),
    );
  });

  test('ranking', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const repeated = all.flatMap((one) => Array.from({ length: one.weight }, () => one));
        for (const metric of [rocAuc, averagePrecision]) {
          const of = (some: typeof all, weights?: number[]): number =>
            metric(
              some.map(({ label }) => label % 2),
              some.map(({ predicted }) => predicted),
              weights,
            );
          const [weighted, plain] = [
            of(
              all,
              all.map(({ weight }) => weight),
            ),
            of(repeated),
          ];
          if (Number.isNaN(plain)) expect(weighted).toBeNaN();
          else expect(weighted).toBeCloseTo(plain, 12);
        }
      }),
    );
  });
});

test('weights that are none are refused', () => {
  const y = [1, 0];
  for (const measure of [
    (weights: number[]) => meanAbsoluteError(y, y, weights),
    (weights: number[]) => confusionMatrix(y, y, ['a', 'b'], weights),
    (weights: number[]) => rocAuc(y, y, weights),
    (weights: number[]) => averagePrecision(y, y, weights),
    (weights: number[]) => intervalReport(y, { lower: y, upper: y, coverage: 0.8 }, weights),
    (weights: number[]) =>
      classificationReport(Int32Array.from(y), Float64Array.of(1, 0, 0, 1), ['a', 'b'], { weights }),
  ]) {
    expect(codeOf(() => measure([1]))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => measure([1, -1]))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => measure([1, Number.NaN]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => measure([0, 0]))).toBe('DATA_INSUFFICIENT');
  }
});
