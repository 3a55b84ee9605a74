import {
  createTransaction,
  TitansError,
  type Transaction,
  type TransactionColumns,
  type TransactionInput,
  type TransactionTable,
  tableFromColumns,
  tableFromRows,
} from '@titans/core';
import type { ProblemIssue, TransactionRequest } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import { isObjection, objectionTo } from './model-errors.js';

/** Transactions of a body, or the columns of stored ones: what can be handed to another thread. */
export type GivenTransactions =
  | { readonly requests: readonly TransactionRequest[]; readonly pointer: string }
  | { readonly columns: TransactionColumns };

const mostIssues = 20;

/**
 * The transactions as a table.
 *
 * @throws TitansError `REQUEST_INVALID` with a pointer for each of the first 20 members that are wrong or missing.
 */
export function tableOf(given: GivenTransactions): TransactionTable {
  if ('columns' in given) return tableFromColumns(given.columns);
  const issues: ProblemIssue[] = [];
  const rows: Transaction[] = [];
  for (const [index, request] of given.requests.entries()) {
    const place = `${given.pointer}/${index}`;
    const missing = missingMembers(request);
    if (missing.length > 0) {
      for (const name of missing) issues.push({ pointer: `${place}/${name}`, message: 'is needed here' });
    } else {
      const row = transactionOf(request, place);
      if (row instanceof TitansError) issues.push(...(row.details.issues as readonly ProblemIssue[]));
      else rows.push(row);
    }
    if (issues.length >= mostIssues) break;
  }
  if (issues.length === 0) return tableFromRows(rows);
  const places = issues.slice(0, 3).map(({ pointer }) => pointer);
  throw requestError('REQUEST_INVALID', `The transactions are not valid at ${places.join(', ')}.`, {
    issues: issues.slice(0, mostIssues),
  });
}

/** The members that a transaction to learn from needs beside those it may leave out. */
export function missingMembers(request: TransactionRequest): readonly string[] {
  return [
    ...(request.date ? [] : ['date']),
    ...(request.description || request.merchant_name ? [] : ['description']),
    ...(typeof request.amount === 'number' ? [] : ['amount']),
  ];
}

function transactionOf(request: TransactionRequest, place: string): Transaction | TitansError {
  try {
    return createTransaction(inputOf(request));
  } catch (error) {
    if (isObjection(error)) return objectionTo(error, place);
    throw error;
  }
}

/** A request with date, description and amount in the words of the core. */
export function inputOf(request: TransactionRequest): TransactionInput {
  return {
    id: request.transaction_id ?? null,
    date: request.date ?? '',
    time: request.time ?? null,
    description: request.description || (request.merchant_name ?? ''),
    amount: request.amount ?? Number.NaN,
    category: request.category ?? null,
    status: request.status ?? null,
    merchantName: request.merchant_name ?? null,
    location: request.location ?? null,
    recurring: request.recurring ?? null,
    tags: request.tags ?? [],
    ...(request.account_id ? { accountId: request.account_id } : {}),
    ...(request.type ? { type: request.type } : {}),
    ...(request.currency ? { currency: request.currency } : {}),
    ...(request.payment_method ? { paymentMethod: request.payment_method } : {}),
  };
}
