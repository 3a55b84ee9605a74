import { transactionRequestSchema } from '@titans/core/contract';
import { expect, test } from 'vitest';
import { toTransactionQuery } from './transaction-query.js';

test('every member that models use is carried over, and nothing that is missing', () => {
  const request = {
    transaction_id: 't-1',
    account_id: 'a-1',
    date: '2024-02-29',
    time: '08:30:00',
    type: 'Expense',
    description: 'UBER TRIP',
    amount: -12.5,
    currency: 'EUR',
    category: 'transportation',
    payment_method: 'credit_card',
    status: 'posted',
    merchant_name: 'Uber',
    location: 'Berlin',
    recurring: false,
    tags: ['work'],
  } as const;
  expect(transactionRequestSchema.safeParse(request).success).toBe(true);
  expect(toTransactionQuery(request)).toEqual({
    accountId: 'a-1',
    date: '2024-02-29',
    time: '08:30:00',
    type: 'Expense',
    description: 'UBER TRIP',
    amount: -12.5,
    currency: 'EUR',
    category: 'transportation',
    paymentMethod: 'credit_card',
    status: 'posted',
    merchantName: 'Uber',
    location: 'Berlin',
    recurring: false,
    tags: ['work'],
  });
  expect(Object.keys(toTransactionQuery({ description: null, amount: undefined, tags: null }))).toEqual([]);
  expect(toTransactionQuery({ amount: 0, recurring: false, description: '' })).toEqual({
    amount: 0,
    recurring: false,
    description: '',
  });
});
