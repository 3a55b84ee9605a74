import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTransaction } from '../transaction/create-transaction.js';
import { concatTables, tableFromRows } from './transaction-table.js';

const transaction = fc
  .record({
    date: fc.constantFrom('2024-01-01', '2024-02-29'),
    description: fc.constantFrom('Coffee', 'Rent', 'Fuel'),
    amount: fc.integer({ min: -500, max: 500 }),
    category: fc.constantFrom(null, 'food', 'home'),
    balance: fc.constantFrom(null, 12),
    tags: fc.constantFrom([], ['a'], ['a', 'b']),
  })
  .map(createTransaction);

test('joined tables hold the rows of each in order, as the rows made into one table do', () => {
  fc.assert(
    fc.property(fc.array(fc.array(transaction)), (groups) => {
      const joined = concatTables(groups.map(tableFromRows));
      const direct = tableFromRows(groups.flat());
      expect([...joined.rows()]).toEqual(groups.flat());
      expect(joined.columns).toEqual(direct.columns);
    }),
  );
});
