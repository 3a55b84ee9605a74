import { defaultCurrency, type TransactionTable, tableFromColumns } from '@titans/core';
import { featureRowAt, featureRowOf } from '../../../features/feature-row.js';
import { payeeOf } from '../../../features/payee.js';
import type { FeedbackLog } from '../../feedback/feedback-log.js';
import { readEvents } from '../../feedback/read-events.js';

/** Which corrections only one of two models knows. */
export interface UnevenCorrections {
  readonly log: FeedbackLog;
  readonly scope: string;
  /** Sequence of the last event that the one that knows less was trained with. */
  readonly after: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The table without the categories of payees that were corrected after the champion was trained: a candidate that learned from
 * the correction has been told the answer.
 */
export async function withoutToldLabels(
  table: TransactionTable,
  { log, scope, after, signal }: UnevenCorrections,
): Promise<TransactionTable> {
  const told = new Set<string | null>();
  for await (const { transaction, category } of readEvents(log, { scope, after, signal })) {
    if (category === null) continue;
    told.add(payeeOf(featureRowOf(transaction, defaultCurrency)));
  }
  if (told.size === 0) return table;
  const { columns } = table;
  const codes = columns.category.codes.map((code, row) =>
    code >= 0 && told.has(payeeOf(featureRowAt(table, row))) ? -1 : code,
  );
  return tableFromColumns({ ...columns, category: { codes, values: columns.category.values } });
}
