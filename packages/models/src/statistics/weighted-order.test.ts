import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightedOrder } from './weighted-order.js';

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  fc.double({ noNaN: true }),
);

test('is that of the sort of the engine, by value and then by place, of values that weigh something', () => {
  const rows = fc.array(fc.tuple(value, fc.constantFrom(0, 0.5, 1, 3)), { maxLength: 400, size: 'max' });
  fc.assert(
    fc.property(rows, (pairs) => {
      const values = Float64Array.from(pairs, ([each]) => each);
      const weights = Float64Array.from(pairs, ([, weight]) => weight);
      const expected = [...values.keys()]
        .filter((index) => (weights[index] as number) > 0)
        .sort((a, b) => {
          const [first, second] = [values[a] as number, values[b] as number];
          return first === second ? a - b : first < second ? -1 : 1;
        });
      expect([...weightedOrder(values, weights)]).toEqual(expected);
    }),
  );
});
