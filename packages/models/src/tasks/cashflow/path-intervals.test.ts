import fc from 'fast-check';
import { expect, test } from 'vitest';
import { centralInterval, cumulated, drawsOfDay, quantileOf, shortestInterval } from './path-intervals.js';

const numbers = fc
  .array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values).sort());

test('the shortest interval holds the level and the point, and none that does is shorter', () => {
  fc.assert(
    fc.property(
      numbers,
      fc.constantFrom(0.5, 0.8, 0.95),
      fc.integer({ min: -60, max: 60 }),
      (draws, level, point) => {
        const { lower, upper } = shortestInterval(draws, level, point);
        expect(lower).toBeLessThanOrEqual(point);
        expect(upper).toBeGreaterThanOrEqual(point);
        const held = (low: number, high: number): number =>
          draws.filter((draw) => draw >= low && draw <= high).length;
        const needed = Math.ceil(level * draws.length);
        expect(held(lower, upper)).toBeGreaterThanOrEqual(needed);
        if (draws.includes(point) && lower < point && upper > point) {
          for (const low of draws) {
            for (const high of draws) {
              if (held(low, high) >= needed) expect(high - low).toBeGreaterThanOrEqual(upper - lower);
            }
          }
        }
      },
    ),
  );
});

test('days without a flow do not make an interval wider than it says', () => {
  // Seven of ten days are 0: eight of ten are held by 0 and the nearest other.
  const draws = Float64Array.of(-90, -40, -12, 0, 0, 0, 0, 0, 0, 0);
  expect(shortestInterval(draws, 0.8, 0)).toEqual({ lower: -12, upper: 0 });
  expect(shortestInterval(draws, 0.8, -14)).toEqual({ lower: -14, upper: 0 });
});

test('quantiles as numpy has them', () => {
  // numpy.quantile([1, 2, 4, 8, 16], [0, 0.1, 0.5, 0.9, 1])
  const draws = Float64Array.of(1, 2, 4, 8, 16);
  expect([0, 0.1, 0.5, 0.9, 1].map((level) => quantileOf(draws, level))).toEqual([1, 1.4, 4, 12.8, 16]);
  expect(centralInterval(draws, 0.8, 20)).toEqual({ lower: 1.4, upper: 20 });
});

test('sums of each path begin anew', () => {
  const paths = Float64Array.of(1, 2, 3, 10, 20, 30);
  expect([...cumulated(paths, 3)]).toEqual([1, 3, 6, 10, 30, 60]);
  expect([...drawsOfDay(paths, 3, 1)]).toEqual([2, 20]);
});
