import type { TransactionTable } from '@titans/core';
import { transactionFields } from '../normalise/import-field.js';
import type { SourceSummary, TransactionBatch } from './transaction-batch.js';

/** A table that came from no file, as one batch: rows are numbered from 1 and have no lines or bytes. */
export function batchOfTable(
  table: TransactionTable,
  { source = 'table', sourceIndex = 0, summary = null }: BatchOfTableOptions = {},
): TransactionBatch {
  const { length } = table;
  return {
    source,
    sourceIndex,
    fields: transactionFields,
    table,
    provenance: {
      row: Int32Array.from({ length }, (_, row) => row + 1),
      line: new Int32Array(length),
      byteOffset: new Float64Array(length).fill(Number.NaN),
    },
    rejections: [],
    rowsIn: length,
    vocabulary: [],
    decisions: [],
    summary,
  };
}

/** Which source the batch is said to come from. */
export interface BatchOfTableOptions {
  readonly source?: string;
  readonly sourceIndex?: number;
  readonly summary?: SourceSummary | null;
}
