import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ngramNumbers } from './ngram-numbers.js';

test('gives and takes numbers as a Map does', () => {
  // Few columns, far apart and near each other, so that runs of the table are broken up again and again.
  const column = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 29 - 1 }));
  const step = fc.record({ column, isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const numbers = ngramNumbers();
      const known = new Map<number, number>();
      for (const { column, isGone } of steps) {
        if (isGone) {
          numbers.remove(column);
          known.delete(column);
        } else {
          const number = numbers.of(column);
          expect(number).toBe(known.get(column) ?? number);
          known.set(column, number);
        }
        expect(numbers.find(column)).toBe(known.get(column) ?? -1);
      }
      for (const { column } of steps) expect(numbers.find(column)).toBe(known.get(column) ?? -1);
      expect(new Set(known.values()).size).toBe(known.size);
      // As few as there ever were at once, so that they stay places in a short array.
      for (const number of known.values()) expect(number).toBeLessThan(steps.length);
    }),
  );
});

test('keeps every number while it grows', () => {
  const numbers = ngramNumbers();
  const columns = Array.from({ length: 20_000 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 4);
  const given = columns.map(numbers.of);
  expect(columns.map(numbers.find)).toEqual(given);
  expect(new Set(given).size).toBe(new Set(columns).size);
});
