import { TitansError } from '../errors/titans-error.js';
import type { DictionaryColumn } from './dictionary-column.js';
import { tableBuilder } from './table-builder.js';
import { type TransactionColumns, type TransactionTable, tableFromColumns } from './transaction-table.js';

/**
 * The given rows, in the given order; a row may be named more than once. Dictionaries are shared.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a row outside the table.
 */
export function selectRows(table: TransactionTable, indices: ArrayLike<number>): TransactionTable {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (!(Number.isInteger(index) && index >= 0 && index < table.length)) {
      throw new TitansError('INVALID_ARGUMENT', `Row ${index} is outside the table of ${table.length} rows.`);
    }
  }
  const numbers: ColumnWork['numbers'] = ([column], selected) => {
    for (let i = 0; i < indices.length; i++) selected[i] = column?.[indices[i] as number] as number;
    return selected;
  };
  /** Codes that stand for two fields are selected once. */
  const selectedCodes = new Map<Int32Array, Int32Array>();
  const codesOf = (column: Int32Array): Int32Array => {
    const known = selectedCodes.get(column) ?? numbers([column], new Int32Array(indices.length));
    selectedCodes.set(column, known);
    return known;
  };
  return combineColumns([table], indices.length, {
    numbers,
    dictionary: ([column = { codes: new Int32Array(0), values: [] }]) => ({
      codes: codesOf(column.codes),
      values: column.values,
    }),
  });
}

/** Row numbers ordered by date and time of day; rows of the same moment keep their order. */
export function timeOrder(table: TransactionTable): Uint32Array {
  const { date, secondOfDay } = table.columns;
  const order = Uint32Array.from({ length: table.length }, (_, index) => index);
  return order.sort(
    (a, b) =>
      (date[a] as number) - (date[b] as number) ||
      (secondOfDay[a] as number) - (secondOfDay[b] as number) ||
      a - b,
  );
}

/** One table after the other. Costs one look-up per distinct value of each table, not per row. */
export function concatTables(tables: readonly TransactionTable[]): TransactionTable {
  if (tables.length === 1) return tables[0] as TransactionTable;
  const builder = tableBuilder();
  builder.expect(tables.reduce((sum, table) => sum + table.length, 0));
  for (const table of tables) builder.append(table);
  return builder.build();
}

/** Makes one column of the same column of several tables. */
interface ColumnWork {
  numbers<A extends Int32Array | Float64Array>(columns: readonly A[], result: A): A;
  /** `keyOf` tells which values are the same. */
  dictionary<T>(columns: readonly DictionaryColumn<T>[], keyOf: (value: T) => unknown): DictionaryColumn<T>;
}

function combineColumns(
  tables: readonly TransactionTable[],
  length: number,
  work: ColumnWork,
): TransactionTable {
  const all = <K extends keyof TransactionColumns>(name: K): TransactionColumns[K][] =>
    tables.map((table) => table.columns[name]);
  const itself = (value: unknown): unknown => value;
  return tableFromColumns({
    id: work.dictionary(all('id'), itself),
    accountId: work.dictionary(all('accountId'), itself),
    date: work.numbers(all('date'), new Int32Array(length)),
    secondOfDay: work.numbers(all('secondOfDay'), new Int32Array(length)),
    type: work.dictionary(all('type'), itself),
    description: work.dictionary(all('description'), itself),
    originalDescription: work.dictionary(all('originalDescription'), itself),
    amountMinor: work.numbers(all('amountMinor'), new Float64Array(length)),
    currency: work.dictionary(all('currency'), itself),
    balanceMinor: work.numbers(all('balanceMinor'), new Float64Array(length)),
    category: work.dictionary(all('category'), itself),
    paymentMethod: work.dictionary(all('paymentMethod'), itself),
    status: work.dictionary(all('status'), itself),
    reference: work.dictionary(all('reference'), itself),
    receiptUrl: work.dictionary(all('receiptUrl'), itself),
    merchantName: work.dictionary(all('merchantName'), itself),
    merchantCategoryCode: work.dictionary(all('merchantCategoryCode'), itself),
    location: work.dictionary(all('location'), itself),
    recurring: work.dictionary(all('recurring'), itself),
    tags: work.dictionary(all('tags'), (tags) => JSON.stringify(tags)),
  });
}
