import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedNumbers } from './sort-numbers.js';

test('numbers are sorted as the engine sorts them, NaN left out', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 0, max: 5_000 }),
      fc.integer({ min: -300, max: 300 }),
      (seed, rows, power) => {
        const random = createRandom(seed, 'sort');
        const column = Float64Array.from({ length: rows }, () => {
          if (random.float() < 0.1)
            return [Number.NaN, 0, -0, Number.MAX_VALUE, -5e-324][random.integer(5)] as number;
          return random.normal() * 10 ** power;
        });
        const expected = [...column].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
        expect([...sortedNumbers(column)]).toEqual(expected.map((value) => value + 0));
      },
    ),
    { numRuns: 50 },
  );
});

test.each([0, 1, 2 ** 30, -(2 ** 30), 2 ** 40])(
  'numbers around %d that only lower bits tell apart are sorted',
  (middle) => {
    const random = createRandom(3, 'sort');
    const column = Float64Array.from({ length: 6_000 }, () => middle + random.integer(4_000) / 2 ** 12);
    expect(sortedNumbers(column)).toEqual(column.slice().sort());
  },
);
