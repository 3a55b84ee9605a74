import { type Transaction, toMajor } from '@titans/core';
import type { TransactionQuery } from '../../tasks/predictions.js';

/** A transaction as a question about it. */
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
