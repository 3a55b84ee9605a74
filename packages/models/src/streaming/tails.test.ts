import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recentValues } from './recent-values.js';
import { slotAt } from './season.js';
import { upperTail } from './upper-tail.js';

test('recent values are the latest, in order of arrival and of size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 }),
      (capacity, values) => {
        const recent = recentValues(capacity);
        for (const value of values) recent.push(value);
        const latest = values.slice(-capacity);
        expect([...recent.inOrder()]).toEqual(latest);
        expect([...recent.sorted()]).toEqual(latest.toSorted((a, b) => a - b));
        expect([...recentValues(capacity, recent.inOrder()).sorted()]).toEqual([...recent.sorted()]);
      },
    ),
  );
});

describe('the upper tail of a sample', () => {
  const sorted = (draw: () => number, count: number): Float64Array =>
    Float64Array.from({ length: count }, draw).sort();

  test('of 1,000 exponential values falls as theirs does', () => {
    // Quantiles of the distribution itself, so that the sample has no luck.
    const values = Float64Array.from({ length: 1_000 }, (_, i) => -Math.log(1 - (i + 0.5) / 1_000));
    const tail = upperTail(values, 1);
    for (const value of [0.5, 1, 2, 3, 5, 8]) {
      const ratio = tail.probability(value) / Math.exp(-value);
      expect(ratio).toBeGreaterThan(0.8);
      // As heavy as may well be: the further, the more.
      expect(ratio).toBeLessThan(value <= 5 ? 1.6 : 2.6);
    }
  });

  test('of values as heavy as Student t with three degrees falls slower', () => {
    const random = createRandom(4);
    const values = sorted(() => {
      const [a, b, c] = [random.normal(), random.normal(), random.normal()];
      return random.normal() / Math.sqrt((a * a + b * b + c * c) / 3);
    }, 5_000);
    // scipy.stats.t.isf([0.001, 0.0001], 3)
    for (const [probability, quantile] of [
      [0.001, 10.214531852407385],
      [0.0001, 22.203742273204178],
    ] as const) {
      expect(upperTail(values, 1).quantile(probability) / quantile).toBeGreaterThan(0.6);
      expect(upperTail(values, 1).quantile(probability) / quantile).toBeLessThan(1.6);
    }
  });

  // Without the allowance for the error of the shape 0.9, 2.2 and 2.7 times as often.
  test.each<[string, (uniform: number) => number, (value: number) => number, number]>([
    ['exponential', (u) => -Math.log(u), (value) => Math.exp(-value), 1],
    ['Pareto 3', (u) => u ** (-1 / 3), (value) => value ** -3, 1.5],
    ['Pareto 1.5', (u) => u ** (-1 / 1.5), (value) => value ** -1.5, 2.1],
  ])('learned of 1,000 values, %s, is exceeded as seldom as it says', (name, draw, exceeding, most) => {
    let sum = 0;
    for (let sample = 0; sample < 300; sample++) {
      const random = createRandom(sample, name);
      const tail = upperTail(
        sorted(() => draw(1 - random.float()), 1_000),
        1,
      );
      sum += exceeding(tail.quantile(0.00025)) / 0.00025 / 300;
    }
    expect(sum).toBeLessThan(most);
    expect(sum).toBeGreaterThan(0.3);
  });

  test('a quantile is exceeded with its probability, on both sides', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 30, maxLength: 200 }),
        fc.double({ min: 1e-6, max: 0.04, noNaN: true }),
        (values, probability) => {
          for (const side of [1, -1] as const) {
            const tail = upperTail(Float64Array.from(values).sort(), side);
            const value = tail.quantile(probability);
            // Where values differ in their last digits alone, the rounding of the quantile is much of their spread.
            const rounding = 4 * Number.EPSILON * Math.abs(value);
            expect(tail.probability(value - rounding)).toBeGreaterThan(probability * (1 - 1e-6));
            expect(tail.probability(value + rounding)).toBeLessThan(probability * (1 + 1e-6));
          }
        },
      ),
    );
  });

  test('probabilities never rise with the value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (values, value, more) => {
          const tail = upperTail(Float64Array.from(values).sort(), 1);
          const [near, far] = [tail.probability(value), tail.probability(value + more)];
          expect(far).toBeLessThanOrEqual(near);
          expect(near > 0 && near <= 1).toBe(true);
        },
      ),
    );
  });

  test('the other side is that of the sample with the other sign', () => {
    const random = createRandom(8);
    const values = sorted(() => random.normal(), 100);
    const turned = values.map((value) => -value).sort();
    expect(upperTail(values, -1).probability(2.5)).toBe(upperTail(turned, 1).probability(2.5));
    expect(upperTail(values, -1).quantile(0.001)).toBe(upperTail(turned, 1).quantile(0.001));
  });
});

// Thursday 1 January 1970 is where time begins.
test.each([
  ['day', '1970-01-01T00:00Z', 0],
  ['day', '2026-11-23T13:59Z', 27],
  ['day', '1969-12-31T23:59Z', 47],
  ['week', '1970-01-01T00:00Z', 0],
  ['week', '2024-02-29T05:00Z', 5],
  ['week', '2024-03-06T23:00Z', 167],
  ['month', '2024-02-29T05:00Z', 28],
  ['month', '1969-12-01T05:00Z', 0],
] as const)('the place in the %s of %s is %d', (season, moment, slot) => {
  expect(slotAt(season, Date.parse(moment))).toBe(slot);
});
