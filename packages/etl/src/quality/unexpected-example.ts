import { maskSample } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { textOf } from './field-values.js';
import type { UnexpectedExample } from './quality-result.js';

/** Examples that a result holds at most. */
export const mostExamples = 10;

/** Where a row stands and what it holds, masked. */
export function exampleOf(
  batch: TransactionBatch,
  row: number,
  field: TransactionField | undefined,
): UnexpectedExample {
  const line = batch.provenance.line[row] as number;
  const value = field === undefined ? null : textOf(batch.table, field)(row);
  return {
    source: batch.source,
    row: batch.provenance.row[row] as number,
    line: line === 0 ? null : line,
    value: value === null ? null : maskSample(value),
  };
}
