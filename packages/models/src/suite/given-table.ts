import { TitansError, type Transaction, type TransactionTable, tableFromRows } from '@titans/core';

/**
 * The table of what was given.
 *
 * @throws TitansError `INVALID_ARGUMENT` for what is neither a table nor a list of transactions, with the row where one is none.
 */
export function givenTable(given: TransactionTable | Iterable<Transaction>): TransactionTable {
  if (typeof given === 'object' && given !== null) {
    if ('columns' in given) return given;
    if (typeof given[Symbol.iterator] === 'function') return tableFromRows(checkedRows(given));
  }
  throw new TitansError('INVALID_ARGUMENT', 'Give a table of transactions, or a list of them.', {
    details: { field: 'transactions' },
  });
}

function* checkedRows(given: Iterable<Transaction>): Generator<Transaction> {
  let row = 0;
  for (const transaction of given) {
    row++;
    if (typeof transaction !== 'object' || transaction === null) {
      throw new TitansError(
        'INVALID_ARGUMENT',
        `Row ${row} is no transaction: createTransaction makes one.`,
        {
          details: { field: 'transactions', row },
        },
      );
    }
    yield transaction;
  }
}
