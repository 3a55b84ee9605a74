import { createTransaction, type TransactionInput, tableFromRows } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { findRefunds } from './find-refunds.js';
import { markRefunds } from './mark-refunds.js';

type Row = Partial<TransactionInput>;
const tableOf = (rows: readonly Row[]): ReturnType<typeof tableFromRows> =>
  tableFromRows(
    rows.map((row) =>
      createTransaction({ date: '2024-03-01', description: 'ZARA 1234', amount: -80, ...row }),
    ),
  );

describe('refunds', () => {
  test.each<readonly [string, Row, Row, 'full' | 'part' | null]>([
    ['all of it', {}, { amount: 80, date: '2024-03-09' }, 'full'],
    ['a part of it', {}, { amount: 30, date: '2024-03-09' }, 'part'],
    ['written in another way', {}, { amount: 80, description: 'REFUND ZARA LONDON GB' }, 'full'],
    [
      'in German',
      { description: 'KARTENZAHLUNG MUELLER GMBH' },
      { amount: 80, description: 'Gutschrift Mueller' },
      'full',
    ],
    ['more than was paid', {}, { amount: 81 }, null],
    ['before it was bought', {}, { amount: 80, date: '2024-02-28' }, null],
    ['too late', {}, { amount: 80, date: '2024-05-31' }, null],
    ['from another shop', {}, { amount: 80, description: 'REFUND LIDL' }, null],
    ['to another account', {}, { amount: 80, accountId: 'b' }, null],
    ['in another currency', {}, { amount: 80, currency: 'EUR' }, null],
    ['a transfer', {}, { amount: 80, tags: ['transfer'] }, null],
  ])('%s', (_, purchase, back, expected) => {
    for (const [first, second] of [
      [purchase, back],
      [back, purchase],
    ] as const) {
      const found = findRefunds(tableOf([first, second]));
      expect(found.map(({ isFull }) => (isFull ? 'full' : 'part'))).toEqual(
        expected === null ? [] : [expected],
      );
    }
  });

  test('equal amounts first, then parts of what is left', () => {
    const rows = [
      { amount: -80 },
      { amount: -30, date: '2024-03-02' },
      { amount: 30, date: '2024-03-05' },
      { amount: 50, date: '2024-03-06' },
      { amount: 40, date: '2024-03-07' },
    ];
    // 30 is that of the second; 50 is a part of the first, of which 30 are left: nothing for 40.
    expect(findRefunds(tableOf(rows)).map(({ refund, purchase }) => [refund, purchase])).toEqual([
      [2, 1],
      [3, 0],
    ]);
  });

  test('no purchase gives back more than it cost', () => {
    const row = fc.record({
      amount: fc.integer({ min: -50, max: 50 }),
      date: fc.integer({ min: 10, max: 30 }).map((day) => `2024-03-${day}`),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const pairs = findRefunds(tableOf(rows));
        expect(new Set(pairs.map(({ refund }) => refund)).size).toBe(pairs.length);
        const back = new Map<number, number>();
        for (const { refund, purchase, days } of pairs) {
          expect(days).toBeGreaterThanOrEqual(0);
          back.set(purchase, (back.get(purchase) ?? 0) + (rows[refund]?.amount ?? 0));
        }
        for (const [purchase, sum] of back) expect(sum).toBeLessThanOrEqual(-(rows[purchase]?.amount ?? 0));
      }),
    );
  });

  test('the tag is on the money back, and the decision names the purchase', async () => {
    async function* stream(): AsyncGenerator<TransactionBatch> {
      yield batchOfTable(tableOf([{ amount: 80, date: '2024-03-09' }]), { source: 'new.csv' });
      yield batchOfTable(tableOf([{}]), { source: 'old.csv' });
    }
    const result: TransactionBatch[] = [];
    for await (const batch of markRefunds().transform(stream())) result.push(batch);
    expect(result.map(({ table }) => table.row(0).tags)).toEqual([['refund'], []]);
    expect(result[0]?.decisions).toMatchObject([
      { kind: 'full-refund', row: { source: 'new.csv', row: 1 }, other: { source: 'old.csv', row: 1 } },
    ]);
    expect(() => findRefunds(tableOf([]), { days: -1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});
