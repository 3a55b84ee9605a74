import { createTransaction, type TransactionInput, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { checkQuality } from '../check-quality.js';
import type { ExpectationResult } from '../quality-result.js';
import type { ExpectationSpec } from '../suite.js';
import { chanceIndex, stabilityIndex } from './distribution.js';

type Row = Partial<TransactionInput>;

function check(rows: readonly Row[], spec: ExpectationSpec): ExpectationResult {
  const table = tableFromRows(
    rows.map((row) => createTransaction({ date: '2024-01-01', description: 'x', amount: -1, ...row })),
  );
  const suite = { name: 'test', version: 1, expectations: [spec] } as const;
  return checkQuality(table, suite).expectations[0] as ExpectationResult;
}

describe('of how values are spread', () => {
  const reference = { kind: 'values', values: ['a', 'b'], shares: [0.5, 0.4], rows: 1000 } as const;
  const spread = (a: number, b: number, other: number): Row[] => [
    ...Array.from({ length: a }, () => ({ category: 'a' })),
    ...Array.from({ length: b }, () => ({ category: 'b' })),
    ...Array.from({ length: other }, () => ({ category: 'c' })),
  ];

  test('the same spread passes, another fails, and few rows are given the benefit of chance', () => {
    const spec = { type: 'distribution', field: 'category', reference } as const;
    expect(check(spread(500, 400, 100), spec)).toMatchObject({ outcome: 'pass', observed: { rows: 1000 } });
    expect(check(spread(100, 800, 100), spec).outcome).toBe('fail');
    expect(check(spread(2, 3, 1), spec).outcome).toBe('pass');
    expect(check([{}], spec)).toMatchObject({ outcome: 'fail', observed: { psi: null } });
  });

  test('amounts are put into bins, an edge to the bin below it', () => {
    const bins = { kind: 'bins', edges: [0, 10], shares: [0.25, 0.5, 0.25], rows: 4 } as const;
    const result = check([{ amount: 0 }, { amount: 0.01 }, { amount: 10 }, { amount: 10.01 }], {
      type: 'distribution',
      field: 'amount',
      reference: bins,
    });
    expect(result).toMatchObject({ outcome: 'pass', observed: { psi: 0, rows: 4 } });
  });

  test('the index is that of its definition, and its limit by chance that of χ²', () => {
    // Python: sum((p-q)*log(p/q)) over (0.2, 0.3, 0.5) and (0.3, 0.3, 0.4) at a size that drowns the half rows.
    const psi = stabilityIndex(Float64Array.of(2e9, 3e9, 5e9), 1e10, [0.3, 0.3, 0.4], 1e10);
    expect(psi).toBeCloseTo(0.0628608659422374, 8);
    // scipy.stats.chi2.ppf(0.999, k)
    for (const [degrees, quantile] of [
      [1, 10.827566170662733],
      [4, 18.46682695290317],
      [9, 27.877164871256568],
      [99, 148.23035916510173],
    ] as const) {
      expect(Math.abs(chanceIndex(degrees + 1, 2, 2) / quantile - 1)).toBeLessThan(0.06);
    }
  });

  test.each([
    { kind: 'values', values: ['a'], shares: [0.5, 0.5], rows: 1 },
    { kind: 'values', values: ['a', 'b'], shares: [0.5, 0.6], rows: 1 },
    { kind: 'bins', edges: [1, 1], shares: [0.2, 0.3, 0.5], rows: 1 },
    { kind: 'bins', edges: [1], shares: [1], rows: 1 },
    { kind: 'bins', edges: [1], shares: [0.5, 0.4], rows: 1 },
  ] as const)('a reference that contradicts itself is refused: %j', (wrong) => {
    expect(() => check([], { type: 'distribution', field: 'amount', reference: wrong })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'reference' } }),
    );
  });
});
