import { addDays, createTransaction, paymentMethods, plainDate, type Transaction } from '@titans/core';
import fc from 'fast-check';

/** Random transactions of a few accounts, payees and categories within ten weeks, many of them on one day. */
export function transactionRows(size: {
  minLength?: number;
  maxLength: number;
}): fc.Arbitrary<Transaction[]> {
  const row = fc
    .record({
      accountId: fc.constantFrom('default', 'card', 'savings'),
      // Multiples of seven come often, so that some income is regular.
      dayOffset: fc.oneof(
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 0, max: 10 }).map((week) => 7 * week),
      ),
      time: fc.constantFrom(null, '08:00', '08:00:01', '19:30'),
      cents: fc.integer({ min: -500_000, max: 500_000 }),
      currency: fc.constantFrom('USD', 'USD', 'EUR'),
      description: fc.constantFrom('Shell 12', 'SHELL 77', 'Rent', 'Client — Müller', '#1'),
      category: fc.constantFrom(null, 'fuel', 'rent', 'other'),
      paymentMethod: fc.constantFrom(...paymentMethods),
      merchantName: fc.constantFrom(null, 'Shell'),
      merchantCategoryCode: fc.constantFrom(null, '5541', '6513'),
      location: fc.constantFrom(null, 'Bonn', 'Oslo'),
      balance: fc.option(fc.integer({ min: -1000, max: 1000 })),
    })
    .map(({ dayOffset, cents, ...rest }) =>
      createTransaction({ ...rest, date: addDays(plainDate(2024, 1, 1), dayOffset), amount: cents / 100 }),
    );
  return fc.array(row, size);
}
