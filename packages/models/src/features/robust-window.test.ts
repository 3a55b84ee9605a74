import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addToRobust,
  medianAndSpread,
  medianAndSpreadOfSorted,
  rankOf,
  robustWindow,
  sortedOf,
} from './robust-window.js';

test('median and spread are those of scipy', () => {
  // numpy.median, and scipy.stats.median_abs_deviation(scale=1/1.4826)
  expect(medianAndSpread([3, 1, 4, 1, 5, 9, 2, 6])).toEqual({ median: 3.5, deviation: 1.4826 * 2 });
  expect(medianAndSpread([2, 7, 1, 8, 2]).median).toBe(2);
  expect(medianAndSpread([2, 7, 1, 8, 2]).deviation).toBeCloseTo(1.4826, 12);
  expect(medianAndSpread([]).median).toBeNaN();
});

test('a window of the last numbers has their median, spread and rank', () => {
  const numbers = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 9, noNaN: true })),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 1, max: 20 }),
      (all, capacity, value, looks) => {
        const window = robustWindow(capacity);
        all.forEach((each, at) => {
          addToRobust(window, each);
          // Looked at seldom or often, it says the same.
          if (at % looks === 0)
            expect(sortedOf(window)).toEqual(
              all.slice(Math.max(0, at + 1 - capacity), at + 1).toSorted((a, b) => a - b),
            );
        });
        const kept = all.slice(-capacity);
        const median = medianOf(kept);
        const spread = medianOf(kept.map((each) => Math.abs(each - median)));
        expect(medianAndSpreadOfSorted(sortedOf(window))).toEqual({ median, deviation: 1.4826 * spread });
        const below = kept.filter((each) => each < value).length;
        const notAbove = kept.filter((each) => each <= value).length;
        expect(rankOf(sortedOf(window), value)).toBe((below + notAbove) / 2 / kept.length);
      },
    ),
  );
});

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
