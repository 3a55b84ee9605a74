import {
  addDays,
  createRandom,
  createTransaction,
  plainDate,
  type TransactionTable,
  tableFromRows,
} from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';

const habits = [
  {
    category: 'food',
    descriptions: ['WHOLEFDS MKT 10234', 'TRADER JOES #512', 'CORNER BAKERY'],
    amount: 42,
    everyDays: 3,
  },
  {
    category: 'transportation',
    descriptions: ['SHELL OIL 5744', 'UBER TRIP', 'CITY PARKING'],
    amount: 28,
    everyDays: 4,
  },
  { category: 'subscriptions', descriptions: ['NETFLIX.COM', 'SPOTIFY USA'], amount: 14, everyDays: 15 },
  { category: 'utilities', descriptions: ['CITY POWER & LIGHT', 'WATERWORKS'], amount: 95, everyDays: 30 },
] as const;
const days = 240;
const salary = 2_600;

/** Eight months of one made-up account, the same on every machine. */
export function exampleTransactions(): TransactionTable {
  const random = createRandom(7, 'conformance');
  const start = plainDate(2024, 1, 1);
  const rows = [];
  for (let day = 0; day < days; day++) {
    const date = addDays(start, day);
    if (day % 30 === 0) {
      rows.push(
        createTransaction({
          date,
          description: 'ACME PAYROLL',
          amount: salary,
          category: 'salary',
          paymentMethod: 'bank_transfer',
        }),
      );
    }
    for (const { category, descriptions, amount, everyDays } of habits) {
      if (day % everyDays !== 0) continue;
      const description = descriptions[random.integer(descriptions.length)] as string;
      const spent = Math.round(amount * (1 + 0.1 * random.normal()) * 100) / 100;
      rows.push(
        createTransaction({ date, description, amount: -spent, category, paymentMethod: 'credit_card' }),
      );
    }
  }
  return tableFromRows(rows);
}

let suite: Promise<TrainedSuite> | undefined;

/** Models trained on {@link exampleTransactions}, once per process. */
export function exampleSuite(): Promise<TrainedSuite> {
  suite ??= train(exampleTransactions(), { seed: 7, budget: 'quick' });
  return suite;
}
