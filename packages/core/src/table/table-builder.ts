import { TitansError } from '../errors/titans-error.js';
import type { PaymentMethod, TransactionType } from '../transaction/vocabulary.js';
import type { DictionaryColumn } from './dictionary-column.js';
import { type TransactionTable, tableFromColumns } from './transaction-table.js';
import { valueIndex } from './value-index.js';

/** Puts tables together as they come, so that none of them has to be kept. */
export interface TableBuilder {
  append(table: TransactionTable): void;
  /** Says about how many rows it will be, so that space for them is made once, when it is needed. */
  expect(rows: number): void;
  /** All rows in order. Nothing can be appended afterwards. */
  build(): TransactionTable;
}

/**
 * Starts a table without rows. Appending costs one look-up per distinct value, and none where a dictionary is the
 * very one of the table before.
 */
export function tableBuilder(): TableBuilder {
  let capacity = 0;
  let expected = 0;
  let length = 0;
  let isBuilt = false;
  let date = new Int32Array(capacity);
  let secondOfDay = new Int32Array(capacity);
  let amountMinor = new Float64Array(capacity);
  let balanceMinor = new Float64Array(capacity);
  const id = joinedColumn<string>();
  const accountId = joinedColumn<string>();
  const type = joinedColumn<TransactionType>();
  const description = joinedColumn<string>();
  /** Not kept apart while every table has one column for both. */
  let originalDescription: JoinedColumn<string> | null = null;
  const currency = joinedColumn<string>();
  const category = joinedColumn<string>();
  const paymentMethod = joinedColumn<PaymentMethod>();
  const status = joinedColumn<string>();
  const reference = joinedColumn<string>();
  const receiptUrl = joinedColumn<string>();
  const merchantName = joinedColumn<string>();
  const merchantCategoryCode = joinedColumn<string>();
  const location = joinedColumn<string>();
  const recurring = joinedColumn<boolean>();
  const tags = joinedColumn<readonly string[]>((value) => JSON.stringify(value));
  return { append, expect, build };

  function expect(rows: number): void {
    expected = Math.ceil(rows);
  }

  function append({ length: rows, columns }: TransactionTable): void {
    if (isBuilt) {
      throw new TitansError('INVALID_ARGUMENT', 'The table has been built: nothing can be appended to it.');
    }
    if (length + rows > capacity) {
      capacity = Math.max(length + rows, expected > capacity ? expected : capacity * 2);
      date = grown(date, new Int32Array(capacity));
      secondOfDay = grown(secondOfDay, new Int32Array(capacity));
      amountMinor = grown(amountMinor, new Float64Array(capacity));
      balanceMinor = grown(balanceMinor, new Float64Array(capacity));
    }
    date.set(columns.date, length);
    secondOfDay.set(columns.secondOfDay, length);
    amountMinor.set(columns.amountMinor, length);
    balanceMinor.set(columns.balanceMinor, length);
    id.append(columns.id, length, capacity);
    accountId.append(columns.accountId, length, capacity);
    type.append(columns.type, length, capacity);
    if (originalDescription === null && !isSame(columns.originalDescription, columns.description)) {
      originalDescription = joinedColumn<string>();
      originalDescription.append(description.soFar(length), 0, capacity);
    }
    originalDescription?.append(columns.originalDescription, length, capacity);
    description.append(columns.description, length, capacity);
    currency.append(columns.currency, length, capacity);
    category.append(columns.category, length, capacity);
    paymentMethod.append(columns.paymentMethod, length, capacity);
    status.append(columns.status, length, capacity);
    reference.append(columns.reference, length, capacity);
    receiptUrl.append(columns.receiptUrl, length, capacity);
    merchantName.append(columns.merchantName, length, capacity);
    merchantCategoryCode.append(columns.merchantCategoryCode, length, capacity);
    location.append(columns.location, length, capacity);
    recurring.append(columns.recurring, length, capacity);
    tags.append(columns.tags, length, capacity);
    length += rows;
  }

  function build(): TransactionTable {
    isBuilt = true;
    const none = new Int32Array(length).fill(-1);
    const descriptions = description.column(length, none);
    return tableFromColumns({
      id: id.column(length, none),
      accountId: accountId.column(length, none),
      date: exactly(date, length),
      secondOfDay: exactly(secondOfDay, length),
      type: type.column(length, none),
      description: descriptions,
      originalDescription: originalDescription?.column(length, none) ?? descriptions,
      amountMinor: exactly(amountMinor, length),
      currency: currency.column(length, none),
      balanceMinor: exactly(balanceMinor, length),
      category: category.column(length, none),
      paymentMethod: paymentMethod.column(length, none),
      status: status.column(length, none),
      reference: reference.column(length, none),
      receiptUrl: receiptUrl.column(length, none),
      merchantName: merchantName.column(length, none),
      merchantCategoryCode: merchantCategoryCode.column(length, none),
      location: location.column(length, none),
      recurring: recurring.column(length, none),
      tags: tags.column(length, none),
    });
  }
}

interface JoinedColumn<T> {
  /** Adds rows from row `at` on; `capacity` is at least their end. */
  append(column: DictionaryColumn<T>, at: number, capacity: number): void;
  /** The rows up to `length`; `none` are the codes of a column without values. */
  column(length: number, none: Int32Array): DictionaryColumn<T>;
  /** The same, while more is to come. */
  soFar(length: number): DictionaryColumn<T>;
}

function joinedColumn<T>(keyOf?: (value: T) => unknown): JoinedColumn<T> {
  const index = valueIndex<T>(keyOf);
  /** `null` while no row has a value. */
  let codes: Int32Array | null = null;
  let lastValues: readonly T[] = [];
  let newCodes = new Int32Array(64);
  return {
    append(column, at, capacity) {
      const rows = column.codes.length;
      if (codes === null && column.values.length === 0) return;
      codes ??= new Int32Array(capacity).fill(-1, 0, at);
      if (codes.length < at + rows) codes = grown(codes, new Int32Array(capacity));
      if (column.values !== lastValues) learn(column.values);
      for (let row = 0; row < rows; row++) {
        const code = column.codes[row] as number;
        codes[at + row] = code < 0 ? -1 : (newCodes[code] as number);
      }
    },
    column(length, none) {
      const all = codes === null ? none : exactly(codes, length);
      // Not needed any more, and large.
      codes = null;
      return Object.freeze({ codes: all, values: Object.freeze(index.values) });
    },
    soFar: (length) => ({
      codes: codes?.slice(0, length) ?? new Int32Array(length).fill(-1),
      values: [...index.values],
    }),
  };

  /** Dictionaries often begin with the values of the one before: only the rest is looked up. */
  function learn(values: readonly T[]): void {
    if (newCodes.length < values.length) newCodes = grown(newCodes, new Int32Array(2 * values.length));
    const most = Math.min(values.length, lastValues.length);
    let known = 0;
    while (known < most && values[known] === lastValues[known]) known++;
    for (let code = known; code < values.length; code++) newCodes[code] = index.codeOf(values[code] as T);
    lastValues = values;
  }
}

function isSame(a: DictionaryColumn, b: DictionaryColumn): boolean {
  return a.codes === b.codes && a.values === b.values;
}

function grown<A extends Int32Array | Float64Array>(column: A, larger: A): A {
  larger.set(column);
  return larger;
}

/** The rows up to `length`; copied only where that saves much memory. */
function exactly<A extends Int32Array | Float64Array>(column: A, length: number): A {
  const isNearlyFull = length > 0.875 * column.length;
  return (isNearlyFull ? column.subarray(0, length) : column.slice(0, length)) as A;
}
