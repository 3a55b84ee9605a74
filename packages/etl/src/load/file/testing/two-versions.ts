import { createTransaction, tableFromRows } from '@titans/core';
import { batchOfTable } from '../../../records/batch-of-table.js';
import type { TransactionBatch } from '../../../records/transaction-batch.js';
import type { Loader } from '../../loader.js';
import { csvFile } from '../csv-file.js';
import { ndjsonFile } from '../ndjson-file.js';
import { parquetFile } from '../parquet-file.js';

/** Names of files by what loads into them. */
export const fileLoaders: Readonly<Record<string, (path: string) => Loader>> = {
  'a.csv': (path) => csvFile(path),
  'a.ndjson': (path) => ndjsonFile(path),
  'a.parquet': (path) => parquetFile(path, { rowGroupRows: 1_000 }),
};

/** Six thousand transactions in batches between which others get a turn. */
export async function* version(name: 'old' | 'new'): AsyncGenerator<TransactionBatch> {
  const rows = Array.from({ length: 1_000 }, (_, row) =>
    createTransaction({ date: '2024-01-15', description: `${name} ${row}`, amount: -1 - row }),
  );
  for (let batch = 0; batch < 6; batch++) {
    await new Promise((resolve) => setImmediate(resolve));
    yield batchOfTable(tableFromRows(rows));
  }
}
