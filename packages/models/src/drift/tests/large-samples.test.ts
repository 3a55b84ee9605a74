import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { categoricalTests } from '../detection/categorical-tests.js';
import { cellCounts } from './contingency.js';
import { fisherExactTest } from './fisher-exact.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov.js';
import { mannWhitneyTest } from './mann-whitney.js';

test('ranks of a single value say nothing at any size', () => {
  // Of these sizes the usual form of the variance comes out below 0.
  const { pValue } = mannWhitneyTest(
    { values: [5], counts: [585_404] },
    { values: [5], counts: [5_587_331] },
    { continuity: false },
  );
  expect(pValue).toBe(1);
});

// Of two values the statistic is a normal share: 2 Φ(−2 d), by scipy 1.17.1 `2 * norm.sf(2 * d)` for d the statistic times √20,000.
test.each([
  [20_594, 4.448521120443143e-17],
  [20_735, 2.627444342878644e-25],
  [20_849, 3.277673163215147e-33],
])(
  'the far tail of two values of which the second has %d of 40,000 rows keeps its digits',
  (share, expected) => {
    const rows = 40_000;
    const values = [0, 1];
    const { pValue } = kolmogorovSmirnovTest(
      { values, counts: [share, rows - share] },
      { values, counts: [rows - share, share] },
      { method: 'tied' },
    );
    expect(Math.abs(pValue / expected - 1)).toBeLessThan(1e-9);
  },
);

test.each(['total-variation', 'fisher-exact'] as const)(
  'of large samples with a thousand rare categories %s is not wrong more often than it may be',
  (name) => {
    const random = createRandom(5, name);
    const draw = (): Float64Array => {
      const counts = new Float64Array(2_000);
      for (let row = 0; row < 5_200; row++) {
        const cell = random.integer(counts.length);
        counts[cell] = (counts[cell] as number) + 1;
      }
      return counts;
    };
    let rejected = 0;
    for (let seed = 0; seed < 30; seed++) {
      const counts = cellCounts(draw(), draw());
      const column = {
        kind: 'categorical',
        name: 'payee',
        role: 'feature',
        labels: [],
        isHashed: false,
      } as const;
      const { pValue } = categoricalTests[name].compare({ ...column, counts }, { seed });
      if (pValue <= 0.05) rejected++;
    }
    // Binomial of 30 at 5 %: more than 6 have a chance of 0.0006.
    expect(rejected).toBeLessThanOrEqual(6);
  },
);

test('a few rows are dealt of a reference of billions, in no more memory than of few', () => {
  // Two categories of one row each beside one of all others: any current row of them is one in a billion.
  const { pValue } = fisherExactTest([3e9, 1, 1], [2, 9, 0], { permutations: 99, seed: 1 });
  expect(pValue).toBe(0.005);
  const usual = fisherExactTest([3e9, 1, 1], [11, 0, 0], { permutations: 99, seed: 1 });
  expect(usual.pValue).toBe(0.5);
});
