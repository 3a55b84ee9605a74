import { addDays, createTransaction, type Transaction, tableFromRows } from '@titans/core';
import type { TrainedSuite } from '../../tasks/models.js';
import { train } from '../../train.js';

/** Payees of five categories. */
const payees = [
  ['Corner bakery', 'food'],
  ['Green grocer', 'food'],
  ['Shell station', 'fuel'],
  ['City trams', 'transport'],
  ['Water works', 'utilities'],
  ['Book shop', 'leisure'],
] as const;

/** Days of one purchase each. */
function purchases(days: number): readonly Transaction[] {
  return Array.from({ length: days }, (_, day) => {
    const [payee, category] = payees[day % payees.length] as (typeof payees)[number];
    return createTransaction({
      date: addDays('2024-01-01' as Transaction['date'], day),
      description: `${payee} ${day % 4}`,
      amount: -5 - (day % 9),
      category,
    });
  });
}

/** Category models of the first 60, 72, 84, … of the same purchases: their bytes differ. */
export async function smallSuites(count: number): Promise<readonly TrainedSuite[]> {
  return Promise.all(
    Array.from({ length: count }, (_, at) =>
      train(tableFromRows(purchases(60 + 12 * at)), { tasks: ['category'], budget: 'quick', seed: 1 }),
    ),
  );
}
