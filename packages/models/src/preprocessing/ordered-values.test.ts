import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortAtPositions } from './ordered-values.js';

const numbers = fc.double({ noNaN: true }).map((value) => value + 0);
const orders: Readonly<Record<string, (i: number, n: number) => number>> = {
  ascending: (i) => i,
  descending: (i, n) => n - i,
  'rising and falling': (i, n) => Math.min(i, n - i),
  alike: () => 7,
  'of two values': (i) => i % 2,
  'in teeth': (i) => i % 97,
  'in no order': (i, n) => (i * 7919) % n,
};

describe('values at positions', () => {
  test('are those of the sorted values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(numbers, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 600 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (list, picks) => {
          const values = Float64Array.from(list);
          const sorted = values.slice().sort();
          const positions = Int32Array.from(picks, (pick) => pick % list.length).sort();
          sortAtPositions(values, positions);
          expect(Array.from(positions, (at) => values[at])).toEqual(
            Array.from(positions, (at) => sorted[at]),
          );
          expect(values.sort()).toEqual(sorted);
        },
      ),
    );
  });

  test.each(Object.entries(orders))('of many values %s', (_, valueAt) => {
    const count = 20_011;
    const values = Float64Array.from({ length: count }, (_, i) => valueAt(i, count));
    const sorted = values.slice().sort();
    const positions = Int32Array.of(0, 1, 5000, 10_005, 10_006, count - 1);
    sortAtPositions(values, positions);
    for (const at of positions) expect(values[at]).toBe(sorted[at]);
  });

  test('stop nowhere without values', () => {
    expect(() => sortAtPositions(new Float64Array(0), [])).not.toThrow();
  });
});
