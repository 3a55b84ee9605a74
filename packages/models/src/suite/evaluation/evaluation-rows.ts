import {
  concatTables,
  TitansError,
  type Transaction,
  type TransactionTable,
  type WorkOptions,
} from '@titans/core';
import { givenTable } from '../given-table.js';
import type { EvaluationRows } from './outcomes.js';

/** What beside the rows themselves is known when models are measured. */
export interface EvaluateOptions extends WorkOptions {
  /** Transactions before the rows, which predictions may look back on. The rows see one another in any case. */
  readonly history?: TransactionTable;
  /**
   * Whether each row is an anomaly (`true` or 1), or none (`false` or 0); `null` where nobody knows. Without it only
   * the rate of anomalies is measured.
   */
  readonly anomalies?: ArrayLike<boolean | 0 | 1 | null>;
}

/** @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `INVALID_ARGUMENT`. */
export function evaluationRows(
  transactions: TransactionTable | Iterable<Transaction>,
  { history, anomalies }: EvaluateOptions,
): EvaluationRows {
  const table = givenTable(transactions);
  if (table.length === 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'There are no transactions to measure on.');
  }
  if (anomalies !== undefined && anomalies.length !== table.length) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `anomalies has ${anomalies.length} entries for ${table.length} transactions.`,
      { details: { field: 'anomalies' } },
    );
  }
  return {
    table,
    history: history === undefined ? table : concatTables([givenTable(history), table]),
    anomalies: Int8Array.from({ length: table.length }, (_, row) => labelOf(anomalies?.[row] ?? null, row)),
  };
}

function labelOf(label: unknown, row: number): -1 | 0 | 1 {
  if (label === null) return -1;
  if (label === true || label === 1) return 1;
  if (label === false || label === 0) return 0;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `anomalies must hold true, false, 1, 0 or null, which row ${row + 1} does not.`,
    { details: { field: 'anomalies', row: row + 1 } },
  );
}
