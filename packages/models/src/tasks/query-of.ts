import { type Transaction, toMajor } from '@titans/core';
import type { TransactionQuery } from './predictions.js';

/**
 * A stored transaction as a question about it, with all that is known of it: leave out what is asked for.
 *
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import { loadModels, queryOf } from '@titans/models';
 *
 * const models = await loadModels('./models');
 * export const answersOf = (table: TransactionTable) => models.predictBatch([...table.rows()].map(queryOf));
 * ```
 */
export function queryOf(transaction: Transaction): TransactionQuery {
  const { time, category, status, reference, merchantName, merchantCategoryCode, location, recurring } =
    transaction;
  return {
    description: transaction.description,
    amount: toMajor(transaction.amountMinor, transaction.currency),
    date: transaction.date,
    type: transaction.type,
    paymentMethod: transaction.paymentMethod,
    tags: transaction.tags,
    accountId: transaction.accountId,
    currency: transaction.currency,
    ...(time === null ? {} : { time }),
    ...(category === null ? {} : { category }),
    ...(status === null ? {} : { status }),
    ...(reference === null ? {} : { reference }),
    ...(merchantName === null ? {} : { merchantName }),
    ...(merchantCategoryCode === null ? {} : { merchantCategoryCode }),
    ...(location === null ? {} : { location }),
    ...(recurring === null ? {} : { recurring }),
  };
}

/** The same question without the field that would give the answer away. */
export function withoutAnswer(query: TransactionQuery, field: 'category' | 'amount'): TransactionQuery {
  const { [field]: _answer, ...rest } = query;
  return rest;
}
