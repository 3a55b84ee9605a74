import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, codeOrder, mostOrdered, rowOf } from './order-by-code.js';

test('every row stands once, by code ascending, whatever was ordered before', () => {
  const order = codeOrder();
  const rowsWithCodes = fc
    .uniqueArray(fc.integer({ min: 0, max: mostOrdered - 1 }), { maxLength: 300 })
    .chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.array(fc.oneof(fc.integer({ min: 0, max: 4095 }), fc.integer({ min: 0, max: 3 })), {
          minLength: rows.length,
          maxLength: rows.length,
        }),
      ),
    );
  fc.assert(
    fc.property(rowsWithCodes, ([rows, drawn]) => {
      const codes = new Uint16Array(mostOrdered);
      rows.forEach((row, i) => {
        codes[row] = drawn[i] as number;
      });
      order.order(codes, Uint32Array.from([9, ...rows, 9]), 1, rows.length + 1);
      const entries = [...order.entries.subarray(0, rows.length)];
      expect(entries.map(rowOf).sort((a, b) => a - b)).toEqual(rows.toSorted((a, b) => a - b));
      expect(entries.map(codeOf)).toEqual(drawn.toSorted((a, b) => a - b));
      expect(entries.every((entry) => codeOf(entry) === codes[rowOf(entry)])).toBe(true);
    }),
  );
});
