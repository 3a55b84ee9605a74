import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import {
  applyConformalInterval,
  applyConformalQuantileRegression,
  conformalQuantile,
  fitConformalInterval,
  fitConformalQuantileRegression,
  leastConformalScores,
} from './index.js';

describe('the conformal quantile', () => {
  const oneTo = (n: number): number[] => Array.from({ length: n }, (_, i) => n - i);

  test('is the ⌈(n + 1) × coverage⌉-th smallest score', () => {
    expect(conformalQuantile(oneTo(9), 0.8)).toBe(8);
    expect(conformalQuantile(oneTo(10), 0.8)).toBe(9);
    expect(conformalQuantile(oneTo(99), 0.9)).toBe(90);
    // 20 × 0.95 is 19.000000000000004 only by rounding
    expect(conformalQuantile(oneTo(19), 0.95)).toBe(19);
    expect(conformalQuantile([3, 1, 4, 1, 5, 9, 2, 6, 5], 0.8)).toBe(6);
  });

  test('is infinite where no score keeps the promise', () => {
    expect(conformalQuantile(oneTo(18), 0.95)).toBe(Number.POSITIVE_INFINITY);
    for (const coverage of [0.5, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999]) {
      const least = leastConformalScores(coverage);
      expect(conformalQuantile(oneTo(least), coverage)).toBe(least);
      if (least > 1) expect(conformalQuantile(oneTo(least - 1), coverage)).toBe(Number.POSITIVE_INFINITY);
    }
    expect([leastConformalScores(0.9), leastConformalScores(0.95), leastConformalScores(0.1)]).toEqual([
      9, 19, 1,
    ]);
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => conformalQuantile([], 0.8))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => conformalQuantile([1, Number.NaN], 0.8))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => conformalQuantile([1], 1))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => leastConformalScores(0))).toBe('INVALID_ARGUMENT');
  });
});

/** Rows whose spread grows with the input: the actual value is x + (0.2 + x) × noise. */
function drawRows(
  random: ReturnType<typeof createRandom>,
  n: number,
): { x: Float64Array; actual: Float64Array } {
  const x = Float64Array.from({ length: n }, () => random.float());
  return { x, actual: x.map((value) => value + (0.2 + value) * random.normal()) };
}

describe('coverage over 4,000 draws of calibration and test rows keeps the stated level', () => {
  const draws = 4000;

  // With n rows the exact coverage is rank ÷ (n + 1): 27/30, 20/25. Four standard deviations of a binomial are allowed.
  for (const { n, coverage, exact } of [
    { n: 29, coverage: 0.9, exact: 27 / 30 },
    { n: 24, coverage: 0.8, exact: 20 / 25 },
    { n: 12, coverage: 0.8, exact: 11 / 13 },
  ]) {
    const tolerance = 4 * Math.sqrt((exact * (1 - exact)) / draws);

    test(`split conformal, ${n} rows, ${coverage}`, () => {
      const random = createRandom(11, `split-${n}`);
      let covered = 0;
      for (let draw = 0; draw < draws; draw++) {
        const { x, actual } = drawRows(random, n + 1);
        const interval = fitConformalInterval(actual.subarray(1), x.subarray(1), coverage);
        const { lower, upper } = applyConformalInterval(interval, x.subarray(0, 1));
        const value = actual[0] as number;
        if (value >= (lower[0] as number) && value <= (upper[0] as number)) covered++;
      }
      expect(Math.abs(covered / draws - exact)).toBeLessThanOrEqual(tolerance);
    });

    test(`conformalised quantiles that are much too narrow, ${n} rows, ${coverage}`, () => {
      const random = createRandom(12, `cqr-${n}`);
      let covered = 0;
      for (let draw = 0; draw < draws; draw++) {
        const { x, actual } = drawRows(random, n + 1);
        const quantiles = { lower: x.map((value) => 0.7 * value), upper: x.map((value) => 1.3 * value) };
        const cqr = fitConformalQuantileRegression(
          actual.subarray(1),
          { lower: quantiles.lower.subarray(1), upper: quantiles.upper.subarray(1) },
          coverage,
        );
        const { lower, upper } = applyConformalQuantileRegression(cqr, {
          lower: quantiles.lower.subarray(0, 1),
          upper: quantiles.upper.subarray(0, 1),
        });
        const value = actual[0] as number;
        if (value >= (lower[0] as number) && value <= (upper[0] as number)) covered++;
      }
      expect(Math.abs(covered / draws - exact)).toBeLessThanOrEqual(tolerance);
    });
  }
});

describe('conformal intervals', () => {
  test('by hand: the radius is the 4th of four residuals 1, 1, 2, 3', () => {
    const interval = fitConformalInterval([10, 12, 9, 14], [11, 11, 11, 11], 0.8);
    expect(interval).toEqual({ coverage: 0.8, radius: 3, n: 4 });
    expect(applyConformalInterval(interval, [20])).toEqual({
      lower: Float64Array.of(17),
      upper: Float64Array.of(23),
    });
  });

  test('by hand: quantiles that were too wide come closer, and never cross', () => {
    const quantiles = { lower: [0, 0, 0, 0], upper: [10, 10, 10, 10] };
    const cqr = fitConformalQuantileRegression([3, 4, 5, 6], quantiles, 0.8);
    // Scores −3, −4, −5, −4: the largest is −3.
    expect(cqr).toEqual({ coverage: 0.8, offset: -3, n: 4 });
    expect(applyConformalQuantileRegression(cqr, { lower: [0, 0], upper: [10, 4] })).toEqual({
      lower: Float64Array.of(3, 2),
      upper: Float64Array.of(7, 2),
    });
  });

  test('what is learned is frozen and plain', () => {
    const interval = fitConformalInterval([1, 2, 3, 4], [0, 0, 0, 0], 0.8);
    expect(Object.isFrozen(interval)).toBe(true);
    expect(JSON.parse(JSON.stringify(interval))).toEqual(interval);
  });

  test('too few rows are refused, with how many it takes', () => {
    expect(() => fitConformalInterval([1, 2], [1, 2], 0.9)).toThrow('at least 9 rows; there are 2');
    expect(codeOf(() => fitConformalInterval([1, 2], [1, 2], 0.9))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => fitConformalQuantileRegression([], { lower: [], upper: [] }, 0.5))).toBe(
      'DATA_INSUFFICIENT',
    );
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => fitConformalInterval([1, 2], [1], 0.5))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => fitConformalInterval([1, Number.NaN], [1, 2], 0.5))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => fitConformalInterval([1, 2], [1, Number.NaN], 0.5))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => fitConformalInterval([1, 2], [1, 2], 90))).toBe('INVALID_ARGUMENT');
    const cqr = { coverage: 0.8, offset: 1, n: 4 };
    expect(codeOf(() => applyConformalQuantileRegression(cqr, { lower: [1], upper: [] }))).toBe(
      'SHAPE_MISMATCH',
    );
    const broken = { coverage: 0.8, radius: Number.NaN, n: 4 };
    expect(codeOf(() => applyConformalInterval(broken, [1]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => applyConformalInterval({ coverage: 0.8, radius: 1, n: 4 }, [Number.NaN]))).toBe(
      'DATA_NOT_FINITE',
    );
  });
});
