import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransaction, type Transaction, tableFromRows } from '@titans/core';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { parquetFile } from './parquet-file.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'titans-parquet-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function* oneBatch(rows: readonly Transaction[]): AsyncGenerator<TransactionBatch> {
  yield batchOfTable(tableFromRows(rows));
}

const coffee = createTransaction({
  date: '2024-03-01',
  description: 'Coffee, "black"\nto go',
  amount: '-3.50',
});

const rows: readonly Transaction[] = [
  coffee,
  createTransaction({
    id: 'T-1',
    accountId: 'joint',
    date: '1969-12-31',
    time: '23:59:59',
    description: 'Ünïcødé 💶',
    amount: '-1234.567',
    currency: 'KWD',
    balance: '99.001',
    category: 'travel',
    recurring: false,
    tags: ['business', 'a;b'],
  }),
  createTransaction({ date: '2024-02-29', description: 'Yen', amount: '999999999999999', currency: 'JPY' }),
  createTransaction({ date: '2024-02-29', description: 'UF', amount: '-0.0001', currency: 'CLF' }),
];

test('is read by another library with days, exact decimals and lists', async () => {
  const path = join(directory, 'a.parquet');
  await parquetFile(path).load(oneBatch(rows));
  const file = await asyncBufferFromFile(path);
  const read = await parquetReadObjects({ file });
  expect(read[1]).toMatchObject({
    id: 'T-1',
    account_id: 'joint',
    date: new Date('1969-12-31'),
    type: 'Expense',
    description: 'Ünïcødé 💶',
    recurring: false,
    tags: ['business', 'a;b'],
  });
  // This library gives decimals as binary fractions.
  const [dollars, dinars, yen, units] = read.map((row) => Number(row.amount));
  expect(dollars).toBeCloseTo(-3.5, 10);
  expect(dinars).toBeCloseTo(-1234.567, 10);
  expect(Math.round(yen ?? 0)).toBe(999_999_999_999_999);
  expect(units).toBeCloseTo(-0.0001, 10);
  expect(read[0]).toMatchObject({ id: null, time: null, balance: null, recurring: null, tags: [] });
  const { schema } = await parquetMetadataAsync(file);
  expect(schema.find(({ name: each }) => each === 'amount')).toMatchObject({
    converted_type: 'DECIMAL',
    precision: 20,
    scale: 4,
  });
  expect(schema.find(({ name: each }) => each === 'date')).toMatchObject({ converted_type: 'DATE' });
});

test('is the file that pyarrow reads exactly', async () => {
  // pyarrow.parquet.read_table of pyarrow 26.0.1 gave for these bytes: amounts -3.5000, -1234.5670,
  // 999999999999999.0000 and -0.0001 as decimal128(20, 4), balance 99.0010, dates as date32, time 23:59:59 as
  // time32[ms], tags as list<string>, and every text as above.
  const path = join(directory, 'a.parquet');
  await parquetFile(path).load(oneBatch(rows));
  const checksum = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  expect(checksum).toBe('f9f9e7f496c333bf790341a5bb6f590b0ea2a02fbf377f5687458ca8067091c4');
});

test('row groups are bounded, and equal texts are kept once', async () => {
  const path = join(directory, 'a.parquet');
  async function* many(): AsyncGenerator<TransactionBatch> {
    for (let batch = 0; batch < 5; batch++) yield* oneBatch(Array.from({ length: 700 }, () => coffee));
  }
  await parquetFile(path, { rowGroupRows: 1_000 }).load(many());
  const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path));
  expect(Number(metadata.num_rows)).toBe(3_500);
  expect(Math.max(...metadata.row_groups.map((group) => Number(group.num_rows)))).toBeLessThanOrEqual(1_000);
  const described = metadata.row_groups[0]?.columns[5]?.meta_data;
  expect(described?.path_in_schema).toEqual(['description']);
  expect(described?.encodings).toContain('RLE_DICTIONARY');
});

test('of nothing is a file too', async () => {
  const path = join(directory, 'a.parquet');
  await parquetFile(path).load(oneBatch([]));
  expect(await parquetReadObjects({ file: await asyncBufferFromFile(path) })).toEqual([]);
});
