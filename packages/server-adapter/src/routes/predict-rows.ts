import {
  type BatchItem,
  type BatchTask,
  type TransactionRequest,
  transactionRequestSchema,
} from '@titans/core/contract';
import type { TransactionQuery } from '@titans/models';
import { validateBody } from '../http/validate.js';
import type { ServedModels } from '../model-host/model-host.js';
import type { Tenant } from '../tenants/tenant.js';
import { type BatchMemory, type BatchOutcome, failedOutcome, predictBatch } from './batch.js';
import type { ReadHistory } from './history.js';
import { toTransactionQuery } from './transaction-query.js';

/** A row to be answered: as it was sent, or why it cannot be. */
export type SentRow =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly error: unknown };

/** A row that was answered, with what was asked about it. */
export type AnsweredItem = BatchItem<readonly BatchTask[]>;

/** What rows are answered with. */
export interface RowContext {
  readonly tenant: Tenant;
  readonly served: ServedModels;
  /** What is asked about each row. */
  readonly tasks: readonly BatchTask[];
  readonly memory: BatchMemory;
  readonly readHistory: ReadHistory;
  readonly signal: AbortSignal | undefined;
  readonly onDefect: (error: unknown) => void;
}

/**
 * Answers rows in their order. One that is no transaction, or that a model refuses, fails alone.
 *
 * @param firstIndex Index of the first row in all that was sent, which names rows without an identifier.
 * @throws TitansError what reading the history throws, and `TASK_NOT_TRAINED`: then no row can be answered.
 */
export async function predictRows(
  context: RowContext,
  rows: readonly SentRow[],
  firstIndex = 0,
): Promise<readonly AnsweredItem[]> {
  const { tenant, served, tasks, memory, readHistory, signal, onDefect } = context;
  const checked = rows.map((row) => checkedRow(row, onDefect));
  const queries = checked.flatMap(({ query }) => query ?? []);
  const histories = await readHistory(tenant.source, served.suite, tasks, queries, signal);
  const outcomes = predictBatch({ served, tasks, memory, histories, onDefect }, queries);
  let answered = 0;
  return checked.map(({ transactionId, query, failure }, index): AnsweredItem => {
    const outcome = query === null ? failure : (outcomes[answered++] as BatchOutcome);
    return itemOf(transactionId ?? `batch_${firstIndex + index}`, outcome);
  });
}

/** Member by member: engines take six microseconds to spread an object into another. */
function itemOf(transaction_id: string, outcome: BatchOutcome): AnsweredItem {
  if (outcome.status === 'success') {
    return { transaction_id, status: 'success', predictions: outcome.predictions };
  }
  const { error, code, issues } = outcome;
  return { transaction_id, status: 'failed', error, code, ...(issues === undefined ? {} : { issues }) };
}

type CheckedRow = { readonly transactionId: string | null } & (
  | { readonly query: TransactionQuery; readonly failure: null }
  | { readonly query: null; readonly failure: BatchOutcome }
);

function checkedRow(row: SentRow, onDefect: RowContext['onDefect']): CheckedRow {
  try {
    if (row.kind === 'problem') throw row.error;
    const request = validateBody(transactionRequestSchema, row.value) as TransactionRequest;
    return {
      transactionId: request.transaction_id ?? null,
      query: toTransactionQuery(request),
      failure: null,
    };
  } catch (error) {
    return { transactionId: identifierOf(row), query: null, failure: failedOutcome(error, onDefect) };
  }
}

/** The identifier of a row that is wrong elsewhere. */
function identifierOf(row: SentRow): string | null {
  if (row.kind === 'problem' || typeof row.value !== 'object' || row.value === null) return null;
  const id: unknown = Object.getOwnPropertyDescriptor(row.value, 'transaction_id')?.value;
  const found = transactionRequestSchema.safeParse({ transaction_id: id });
  return found.success ? (found.data.transaction_id ?? null) : null;
}
