import { createTransaction, type Transaction, type TransactionInput, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { checkQuality, expectationsOf } from '../check-quality.js';
import type { ExpectationResult } from '../quality-result.js';
import { startQualityRun } from '../quality-run.js';
import type { ExpectationSpec } from '../suite.js';

type Row = Partial<TransactionInput>;
const row = (values: Row): Transaction =>
  createTransaction({ date: '2024-01-01', description: 'x', amount: -1, ...values });

function check(rows: readonly Row[], spec: ExpectationSpec): ExpectationResult {
  const suite = { name: 'test', version: 1, expectations: [spec] } as const;
  return checkQuality(tableFromRows(rows.map(row)), suite).expectations[0] as ExpectationResult;
}

const unexpectedRows = (result: ExpectationResult): number[] => result.examples.map((example) => example.row);

function checkBatches(batches: readonly TransactionBatch[], spec: ExpectationSpec): ExpectationResult {
  const run = startQualityRun(
    expectationsOf({ name: 'test', version: 1, expectations: [spec] }, { now: Date.now }),
  );
  for (const batch of batches) run.observe(batch);
  return run.finish().expectations[0] as ExpectationResult;
}

const batchOf = (rows: readonly Row[]): TransactionBatch => batchOfTable(tableFromRows(rows.map(row)));

describe('of running balances', () => {
  const statement = [
    { amount: 100, balance: 100 },
    { amount: -30.1, balance: 69.9 },
    { amount: -0.2 },
    { amount: 5, balance: 74.7 },
    { amount: -4.7, balance: 70 },
  ];
  const newestFirst = [...statement].reverse();

  test('each follows from the one before it, exact to the cent, in either order', () => {
    for (const [rows, order] of [
      [statement, 'oldest-first'],
      [newestFirst, 'newest-first'],
    ] as const) {
      expect(check(rows, { type: 'balance-continues', order })).toMatchObject({
        outcome: 'pass',
        evaluated: 3,
      });
      expect(check(rows, { type: 'balance-continues' })).toMatchObject({
        outcome: 'pass',
        observed: { order },
      });
    }
    expect(check(statement, { type: 'balance-continues', order: 'newest-first' }).outcome).toBe('fail');
  });

  test('a cent, a missing row and a wrong sign are found', () => {
    const changed = (index: number, values: Row): Row[] =>
      statement.map((each, i) => (i === index ? { ...each, ...values } : each));
    const order = { type: 'balance-continues', order: 'oldest-first' } as const;
    expect(unexpectedRows(check(changed(3, { balance: 74.71 }), order))).toEqual([4, 5]);
    expect(unexpectedRows(check(changed(2, { amount: 0.2 }), order))).toEqual([4]);
    expect(unexpectedRows(check(statement.toSpliced(2, 1), order))).toEqual([3]);
    const either = check(changed(3, { balance: 74.71 }), { type: 'balance-continues' });
    expect([either.outcome, either.unexpected, unexpectedRows(either)]).toEqual(['fail', 2, [4, 5]]);
  });

  test('accounts and sources are told apart, and a rejected record is no break', () => {
    const mixed = statement.flatMap((each) => [
      { ...each, accountId: 'a' },
      { amount: 1, balance: 7, accountId: 'b' },
    ]);
    const spec = { type: 'balance-continues', order: 'oldest-first' } as const;
    expect(check(mixed, spec).unexpected).toBe(4);
    const whole = batchOf(statement);
    const [first, second] = [batchOf(statement.slice(0, 2)), batchOf(statement.slice(3))];
    const gap = { ...second, provenance: { ...second.provenance, row: Int32Array.of(4, 5) } };
    expect(checkBatches([first, gap], spec)).toMatchObject({ outcome: 'pass', evaluated: 2 });
    expect(checkBatches([whole, { ...whole, sourceIndex: 1 }], spec)).toMatchObject({
      outcome: 'pass',
      evaluated: 6,
    });
  });
});
