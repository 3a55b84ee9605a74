import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimumCostMatching } from './minimum-cost-matching.js';

// scipy.optimize.linear_sum_assignment on the same matrices.
test.each([
  [
    [
      [4, 1, 3],
      [2, 0, 5],
      [3, 2, 2],
    ],
    [1, 0, 2],
  ],
  [
    [
      [10, 19, 8, 15],
      [10, 18, 7, 17],
      [13, 16, 9, 14],
      [12, 19, 8, 18],
      [14, 17, 10, 19],
    ],
    [0, 2, 3, -1, 1],
  ],
])('as scipy pairs them: %j', (costs, columns) => {
  const found = [...minimumCostMatching(costs)];
  const costOf = (pairing: readonly number[]): number =>
    pairing.reduce((sum, column, row) => sum + (column < 0 ? 0 : (costs[row]?.[column] ?? Number.NaN)), 0);
  expect(costOf(found)).toBe(costOf(columns));
  expect(new Set(found).size).toBe(found.length);
});

/** Number of pairs and least cost, by trying everything. */
function bestByTrying(costs: readonly (readonly number[])[], row = 0, used = 0): readonly [number, number] {
  if (row === costs.length) return [0, 0];
  let best = bestByTrying(costs, row + 1, used);
  for (const [column, cost] of (costs[row] as readonly number[]).entries()) {
    if (!Number.isFinite(cost) || (used & (1 << column)) !== 0) continue;
    const [pairs, sum] = bestByTrying(costs, row + 1, used | (1 << column));
    if (pairs + 1 > best[0] || (pairs + 1 === best[0] && sum + cost < best[1]))
      best = [pairs + 1, sum + cost];
  }
  return best;
}

test('as many pairs as possible, and the least cost among those', () => {
  const cost = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 1_000 }) },
    { weight: 2, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
  );
  const matrix = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cost, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  fc.assert(
    fc.property(matrix, (costs) => {
      const pairing = [...minimumCostMatching(costs)].map((column, row) => ({
        column,
        cost: column < 0 ? 0 : (costs[row]?.[column] as number),
      }));
      const taken = pairing.filter(({ column }) => column >= 0);
      expect(new Set(taken.map(({ column }) => column)).size).toBe(taken.length);
      expect([taken.length, taken.reduce((sum, each) => sum + each.cost, 0)]).toEqual(bestByTrying(costs));
    }),
    { numRuns: 1_000 },
  );
});
