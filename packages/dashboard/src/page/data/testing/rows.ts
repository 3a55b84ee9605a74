import type { Row } from '../transaction-book.js';

/** Rows of dates, amounts and currencies, in the order of a book. */
export function rowsOf(told: readonly (readonly [date: string, amount: number, currency?: string])[]): Row[] {
  return told.map(([date, amount, currency = 'USD'], number) => ({
    number,
    transaction: {
      transaction_id: null,
      account_id: 'default',
      date,
      time: null,
      type: amount < 0 ? 'Expense' : 'Income',
      description: `row ${number}`,
      amount,
      currency,
      category: null,
      payment_method: 'unknown',
      status: null,
      merchant_name: null,
      location: null,
      recurring: null,
      tags: [],
    },
  }));
}
