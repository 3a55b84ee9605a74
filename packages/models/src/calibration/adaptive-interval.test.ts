import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import {
  type AdaptiveInterval,
  adaptiveIntervals,
  adaptiveRadius,
  applyConformalInterval,
  fitConformalInterval,
  startAdaptiveInterval,
  updateAdaptiveInterval,
} from './index.js';

test('by hand: a miss raises the level by rate × coverage, a hit lowers it by rate × (1 − coverage)', () => {
  const start = startAdaptiveInterval([3, -1, 4, 2, 5], 0.8, { rate: 0.1, window: 5 });
  expect(adaptiveRadius(start)).toBe(5);
  const hit = updateAdaptiveInterval(start, 103, 100);
  expect(hit.level).toBeCloseTo(0.78, 15);
  expect(hit.scores).toEqual([1, 4, 2, 5, 3]);
  const missed = updateAdaptiveInterval(start, 100, 106);
  expect(missed.level).toBeCloseTo(0.88, 15);
  // ⌈6 × 0.88⌉ is the sixth of five errors: none is large enough.
  expect(adaptiveRadius(missed)).toBe(Number.POSITIVE_INFINITY);
  expect(Object.isFrozen(missed) && Object.isFrozen(missed.scores)).toBe(true);
  expect(start.level).toBe(0.8);
});

/** Share of steps outside their interval. */
function missRate(actual: Float64Array, lower: Float64Array, upper: Float64Array, from = 0): number {
  let missed = 0;
  for (let step = from; step < actual.length; step++) {
    const value = actual[step] as number;
    if (value < (lower[step] as number) || value > (upper[step] as number)) missed++;
  }
  return missed / (actual.length - from);
}

test('the share of misses keeps its bound on any series, also one that is made to break it', () => {
  const step = fc.oneof(fc.constant('beyond' as const), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 300 }),
      fc.constantFrom(0.5, 0.8, 0.9, 0.95),
      fc.constantFrom(0.05, 0.2, 0.5),
      (series, coverage, rate) => {
        let interval: AdaptiveInterval = startAdaptiveInterval([1, 2, 3], coverage, { rate, window: 50 });
        let counted = 0;
        for (const value of series) {
          const radius = adaptiveRadius(interval);
          expect(radius).toBeGreaterThanOrEqual(0);
          const wish = value === 'beyond' ? radius + 1 : value;
          const next = updateAdaptiveInterval(interval, Number.isFinite(wish) ? wish : 0, 0);
          if (next.level > interval.level) counted++;
          interval = next;
        }
        const bound = (1 + rate) / (rate * series.length);
        expect(Math.abs(counted / series.length - (1 - coverage))).toBeLessThanOrEqual(bound + 1e-9);
      },
    ),
  );
});

describe('errors that grow sixfold half-way', () => {
  const random = createRandom(6, 'shift');
  const actual = Float64Array.from({ length: 4000 }, (_, t) => random.normal() * (t < 2000 ? 1 : 6));
  const predicted = new Float64Array(4000);

  test.each([0.8, 0.9, 0.95])(
    'keep a coverage of %d after the change, where plain conformal loses it',
    (coverage) => {
      const start = startAdaptiveInterval([], coverage, { rate: 0.02, window: 200 });
      const { lower, upper } = adaptiveIntervals(start, actual, predicted);
      const rate = missRate(actual, lower, upper, 2000);
      // The bound over 2,000 steps is 0.0255; a change costs less than that.
      expect(Math.abs(rate - (1 - coverage))).toBeLessThan(0.0255);
      const plain = fitConformalInterval(actual.subarray(0, 2000), predicted.subarray(0, 2000), coverage);
      const fixed = applyConformalInterval(plain, predicted);
      expect(missRate(actual, fixed.lower, fixed.upper, 2000)).toBeGreaterThan(0.5);
    },
  );
});

test('intervals are never inverted, and use nothing of the step that they are for', () => {
  const series = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(series, fc.nat(59), (values, changed) => {
      const start = startAdaptiveInterval([1, 5], 0.7, { rate: 0.3 });
      const zeros = values.map(() => 0);
      const { lower, upper } = adaptiveIntervals(start, values, zeros);
      lower.forEach((low, step) => {
        expect(low).toBeLessThanOrEqual(upper[step] as number);
      });
      const at = changed % values.length;
      const other = adaptiveIntervals(start, values.with(at, 1000), zeros);
      expect(other.upper.subarray(0, at + 1)).toEqual(upper.subarray(0, at + 1));
    }),
  );
});

test('an error past the range of numbers is remembered as the largest of them', () => {
  const next = updateAdaptiveInterval(startAdaptiveInterval([1, 2, 3, 4, 5, 6, 7, 8, 9], 0.8), 1e308, -1e308);
  expect(next.scores.at(-1)).toBe(Number.MAX_VALUE);
  // Of 11 scores the ⌈12 × 0.806⌉-th.
  expect(adaptiveRadius(updateAdaptiveInterval(next, 1, 1))).toBe(9);
});

test('what is wrong with the input is said', () => {
  expect(codeOf(() => startAdaptiveInterval([Number.NaN], 0.8))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => startAdaptiveInterval([], 1))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => startAdaptiveInterval([], 0.8, { rate: 2 }))).toBe('INVALID_ARGUMENT');
  const start = startAdaptiveInterval([], 0.8);
  expect(codeOf(() => updateAdaptiveInterval(start, Number.NaN, 1))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => adaptiveIntervals(start, [1], []))).toBe('SHAPE_MISMATCH');
});
