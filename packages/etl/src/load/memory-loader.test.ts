import { type Transaction, tableFromRows } from '@titans/core';
import { transactionSourceConformance } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import { loaderConformance } from '../conformance/index.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { memoryLoader } from './memory-loader.js';

async function* oneBatch(rows: readonly Transaction[]): AsyncGenerator<TransactionBatch> {
  yield batchOfTable(tableFromRows(rows));
}

describe('conforms', () => {
  const cases = loaderConformance(async () => {
    const loader = memoryLoader();
    return { loader, source: loader, close: async () => {} };
  });
  test.each([...cases])('$name', (check) => check.run());

  const reading = transactionSourceConformance(async (rows) => {
    const loader = memoryLoader();
    await loader.load(oneBatch(rows));
    return { source: loader, close: async () => {} };
  });
  test.each([...reading])('$name', (check) => check.run());
});

test('takes a batch of any number of rejections', async () => {
  const rejection: Rejection = {
    code: 'ROW_WIDTH',
    message: 'The row has one field.',
    source: 'a',
    row: 1,
    line: 2,
    byteOffset: 30,
    field: null,
    column: null,
    value: 'x',
  };
  const rejections = Array.from({ length: 300_000 }, (_, index) => ({ ...rejection, row: index + 1 }));
  async function* batches(): AsyncGenerator<TransactionBatch> {
    yield { ...batchOfTable(tableFromRows([])), rejections, rowsIn: rejections.length };
  }
  expect((await memoryLoader().load(batches())).quarantined).toBe(300_000);
});
