import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile, weightedQuantile } from './quantile.js';

// numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], p)
test.each([
  [0, 1],
  [0.1, 1],
  [0.25, 1.75],
  [0.5, 3.5],
  [0.9, 6.9],
  [1, 9],
])('at %d it is %d, as numpy has it', (probability, expected) => {
  expect(quantile([3, 1, 4, 1, 5, 9, 2, 6], probability)).toBeCloseTo(expected, 12);
});

test('whole weights stand for repeated values', () => {
  const weighted = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 4 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(weighted, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, probability) => {
      const repeated = pairs.flatMap(([value, count]) => Array<number>(count).fill(value));
      fc.pre(repeated.length > 0);
      const values = Float64Array.from(pairs, ([value]) => value);
      const weights = Float64Array.from(pairs, ([, count]) => count);
      expect(weightedQuantile(values, weights, probability)).toBeCloseTo(quantile(repeated, probability), 9);
    }),
  );
});

test('neither far ends nor infinite values make a quantile that is none', () => {
  expect(quantile([-1.7e308, 1.7e308], 0.5)).toBe(0);
  expect(quantile([1, 2, Number.POSITIVE_INFINITY], 0.5)).toBe(2);
  expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.75)).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(weightedQuantile(Float64Array.of(-1.7e308, 1.7e308), Float64Array.of(1, 1), 0.5)).toBe(0);
});

test('no values and impossible probabilities are refused', () => {
  expect(() => quantile([], 0.5)).toThrow(expect.objectContaining({ code: 'DATA_INSUFFICIENT' }));
  expect(() => quantile([1], 1.1)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
