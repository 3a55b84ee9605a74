import { TitansError, type TransactionTable } from '@titans/core';
import type { PredictOptions, TransactionQuery } from './predictions.js';

/**
 * Refuses what the types forbid, for callers that are not compiled.
 *
 * @throws TitansError `INVALID_ARGUMENT` with the field at fault.
 */
export function checkAsked(queries: readonly TransactionQuery[], options: PredictOptions): void {
  if (!Array.isArray(queries)) throw wrong('queries', 'must be a list of transactions to ask about');
  if (!isObject(options)) throw wrong('options', 'must be an object such as { history }');
  const { history, details } = options;
  if (details !== undefined && typeof details !== 'boolean') throw wrong('details', 'must be true or false');
  if (history !== undefined) checkTable('history', history);
}

/**
 * Refuses what is no table of transactions.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function checkTable(field: string, table: TransactionTable): void {
  if (isObject(table) && isObject(table.columns)) return;
  throw wrong(field, 'must be a table of transactions: make one of rows with tableFromRows');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function wrong(field: string, rule: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `The ${field} ${rule}.`, { details: { field } });
}
