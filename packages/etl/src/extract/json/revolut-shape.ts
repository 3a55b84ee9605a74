import { TitansError } from '@titans/core';
import { fallBack, type KnownShape } from './known-shape.js';

/** Legs of transactions of the Revolut Business API, one record each (developer.revolut.com/docs/business). */
export const revolutBusinessLegs: KnownShape = {
  name: 'revolut-business',
  required: ['leg_id', 'account_id', 'amount', 'currency', 'state', 'created_at', 'completed_at'],
  columns: {
    id: 'leg_id',
    accountId: 'account_id',
    date: 'completed_at',
    description: 'description',
    amount: 'amount',
    currency: 'currency',
    balance: 'balance',
    status: 'state',
    reference: 'reference',
    merchantName: 'merchant.name',
    merchantCategoryCode: 'merchant.category_code',
  },
  settings: { sign: 'as-written' },
  reason:
    'These are legs of transactions of Revolut Business, on the day they were completed, else made. Fees are not taken off.',
  rewrite(cells, at) {
    fallBack(cells, at, 'completed_at', ['created_at']);
    fallBack(cells, at, 'description', ['merchant.name', 'explanation', 'reference', 'type']);
  },
};

/**
 * Refuses transactions of Revolut Business as they come: a transfer between two accounts is one record with two amounts,
 * while a record is one transaction here.
 *
 * @throws TitansError `SOURCE_INVALID` that says how to part them.
 */
export function refuseNestedLegs(columns: readonly string[], firstOf: (column: string) => string): void {
  const isRevolut = ['id', 'legs', 'state', 'created_at'].every((column) => columns.includes(column));
  if (!isRevolut || columns.includes('amount') || !/^\[\s*\{/.test(firstOf('legs'))) return;
  throw new TitansError(
    'SOURCE_INVALID',
    'These are transactions of Revolut Business, whose amounts stand in the list "legs". Make one record of each leg: transactions.flatMap(({ legs, ...rest }) => legs.map((leg) => ({ ...rest, ...leg }))).',
    { details: { field: 'legs' } },
  );
}
