import { createTransaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { normaliseMerchants } from './normalise-merchants.js';

async function* one(batch: TransactionBatch): AsyncGenerator<TransactionBatch> {
  yield batch;
}

test('absent names and places are filled, given ones and the description stay', async () => {
  const rows = [
    { description: 'SQ *BLUE BOTTLE COFFEE Oakland CA' },
    { description: 'SQ *BLUE BOTTLE COFFEE Oakland CA', merchantName: 'BBC', location: 'here' },
    { description: 'Rent' },
  ].map((row) => createTransaction({ date: '2024-03-01', amount: -5, ...row }));
  const batch = batchOfTable(tableFromRows(rows));
  const results: TransactionBatch[] = [];
  for await (const each of normaliseMerchants().transform(one(batch))) results.push(each);
  const [result] = results;
  expect([...(result?.table.rows() ?? [])]).toEqual([
    { ...rows[0], merchantName: 'Blue Bottle Coffee', location: 'Oakland CA' },
    rows[1],
    { ...rows[2], merchantName: 'Rent' },
  ]);
  // The batch that was handed over is as before.
  expect([...batch.table.rows()]).toEqual(rows);
});

test('names that the source gives are read too where that is asked for', async () => {
  const rows = ['AMZN Mktp DE*2K4', 'Amazon', null].map((merchantName) =>
    createTransaction({ date: '2024-03-01', amount: -5, description: 'Rent', merchantName }),
  );
  const results: TransactionBatch[] = [];
  const batch = batchOfTable(tableFromRows(rows));
  for await (const each of normaliseMerchants({ given: 'normalise' }).transform(one(batch)))
    results.push(each);
  expect([...(results[0]?.table.rows() ?? [])].map(({ merchantName }) => merchantName)).toEqual([
    'Amazon',
    'Amazon',
    'Rent',
  ]);
  expect([...batch.table.rows()]).toEqual(rows);
});
