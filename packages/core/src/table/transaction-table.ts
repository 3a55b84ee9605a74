import { fromEpochDay, toEpochDay } from '../calendar/plain-date.js';
import { fromSecondOfDay, toSecondOfDay } from '../calendar/plain-time.js';
import { TitansError } from '../errors/titans-error.js';
import type { Transaction } from '../transaction/transaction.js';
import type { PaymentMethod, TransactionType } from '../transaction/vocabulary.js';
import { type DictionaryColumn, dictionaryBuilder, valueAt } from './dictionary-column.js';

/** The columns of a {@link TransactionTable}, one entry per row in each. Columns are never changed in place. */
export interface TransactionColumns {
  readonly id: DictionaryColumn;
  readonly accountId: DictionaryColumn;
  /** Days since 1970-01-01. */
  readonly date: Int32Array;
  /** Seconds since midnight, -1 where the source gives no time. */
  readonly secondOfDay: Int32Array;
  readonly type: DictionaryColumn<TransactionType>;
  readonly description: DictionaryColumn;
  readonly originalDescription: DictionaryColumn;
  /** Whole minor units, negative for money that went out. */
  readonly amountMinor: Float64Array;
  readonly currency: DictionaryColumn;
  /** Whole minor units, NaN where the source gives no balance. */
  readonly balanceMinor: Float64Array;
  readonly category: DictionaryColumn;
  readonly paymentMethod: DictionaryColumn<PaymentMethod>;
  readonly status: DictionaryColumn;
  readonly reference: DictionaryColumn;
  readonly receiptUrl: DictionaryColumn;
  readonly merchantName: DictionaryColumn;
  readonly merchantCategoryCode: DictionaryColumn;
  readonly location: DictionaryColumn;
  readonly recurring: DictionaryColumn<boolean>;
  readonly tags: DictionaryColumn<readonly string[]>;
}

/** Transactions as a struct of arrays: the form in which batches are handed on and models compute. */
export interface TransactionTable {
  readonly length: number;
  readonly columns: TransactionColumns;
  /** The transaction of a row, from 0. Throws `INVALID_ARGUMENT` outside the table. */
  row(index: number): Transaction;
  /** All rows in order. */
  rows(): IterableIterator<Transaction>;
}

/** Makes a table of columns that all have the same length. Throws `SHAPE_MISMATCH` if they have not. */
export function tableFromColumns(columns: TransactionColumns): TransactionTable {
  const length = columns.date.length;
  for (const [name, column] of Object.entries(columns)) {
    const columnLength = 'codes' in column ? column.codes.length : column.length;
    if (columnLength !== length) {
      throw new TitansError(
        'SHAPE_MISMATCH',
        `Column ${name} has ${columnLength} rows, date has ${length}.`,
        {
          details: { column: name },
        },
      );
    }
  }

  function row(index: number): Transaction {
    if (!(Number.isInteger(index) && index >= 0 && index < length)) {
      throw new TitansError('INVALID_ARGUMENT', `Row ${index} is outside the table of ${length} rows.`);
    }
    const second = columns.secondOfDay[index] as number;
    const balance = columns.balanceMinor[index] as number;
    return {
      id: valueAt(columns.id, index),
      accountId: valueAt(columns.accountId, index) as string,
      date: fromEpochDay(columns.date[index] as number),
      time: second < 0 ? null : fromSecondOfDay(second),
      type: valueAt(columns.type, index) as TransactionType,
      description: valueAt(columns.description, index) as string,
      originalDescription: valueAt(columns.originalDescription, index) as string,
      amountMinor: columns.amountMinor[index] as number,
      currency: valueAt(columns.currency, index) as string,
      balanceMinor: Number.isNaN(balance) ? null : balance,
      category: valueAt(columns.category, index),
      paymentMethod: valueAt(columns.paymentMethod, index) ?? 'unknown',
      status: valueAt(columns.status, index),
      reference: valueAt(columns.reference, index),
      receiptUrl: valueAt(columns.receiptUrl, index),
      merchantName: valueAt(columns.merchantName, index),
      merchantCategoryCode: valueAt(columns.merchantCategoryCode, index),
      location: valueAt(columns.location, index),
      recurring: valueAt(columns.recurring, index),
      tags: valueAt(columns.tags, index) ?? [],
    };
  }

  function* rows(): IterableIterator<Transaction> {
    for (let index = 0; index < length; index++) yield row(index);
  }

  return Object.freeze({ length, columns: Object.freeze({ ...columns }), row, rows });
}

/**
 * Makes a table of transactions, in their order.
 *
 * @example
 * ```ts
 * import { createTransaction, tableFromRows } from '@titans/core';
 *
 * const table = tableFromRows([createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 })]);
 * table.columns.amountMinor; // Float64Array [ -8945 ]
 * ```
 */
export function tableFromRows(rows: Iterable<Transaction>): TransactionTable {
  const all = Array.isArray(rows) ? (rows as readonly Transaction[]) : [...rows];
  const text = (read: (row: Transaction) => string | null): DictionaryColumn => dictionaryOf(all, read);
  return tableFromColumns({
    id: text((row) => row.id),
    accountId: text((row) => row.accountId),
    date: Int32Array.from(all, (row) => toEpochDay(row.date)),
    secondOfDay: Int32Array.from(all, (row) => (row.time === null ? -1 : toSecondOfDay(row.time))),
    type: dictionaryOf(all, (row) => row.type),
    description: text((row) => row.description),
    originalDescription: text((row) => row.originalDescription),
    amountMinor: Float64Array.from(all, (row) => row.amountMinor),
    currency: text((row) => row.currency),
    balanceMinor: Float64Array.from(all, (row) => row.balanceMinor ?? Number.NaN),
    category: text((row) => row.category),
    paymentMethod: dictionaryOf(all, (row) => row.paymentMethod),
    status: text((row) => row.status),
    reference: text((row) => row.reference),
    receiptUrl: text((row) => row.receiptUrl),
    merchantName: text((row) => row.merchantName),
    merchantCategoryCode: text((row) => row.merchantCategoryCode),
    location: text((row) => row.location),
    recurring: dictionaryOf(all, (row) => row.recurring),
    tags: dictionaryOf(
      all,
      (row) => (row.tags.length === 0 ? null : row.tags),
      (tags) => JSON.stringify(tags),
    ),
  });
}

function dictionaryOf<T>(
  rows: readonly Transaction[],
  read: (row: Transaction) => T | null,
  keyOf?: (value: T) => unknown,
): DictionaryColumn<T> {
  const builder = dictionaryBuilder<T>(keyOf);
  for (const row of rows) builder.append(read(row));
  return builder.build();
}
