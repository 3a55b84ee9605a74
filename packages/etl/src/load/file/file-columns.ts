import {
  type DictionaryColumn,
  formatMinor,
  fromEpochDay,
  fromSecondOfDay,
  type TransactionTable,
  valueAt,
} from '@titans/core';
import type { ImportSettings } from '../../extract/import-settings.js';

/** How a column of a file is written. `amount` and `balance` are exact decimals in the currency of their row. */
export type FileColumnKind = 'text' | 'date' | 'time' | 'decimal' | 'boolean' | 'texts';

/** One column of a file of transactions. */
export interface FileColumn {
  readonly name: string;
  readonly kind: FileColumnKind;
  readonly isRequired: boolean;
  /** Its value in a row: texts for everything but booleans and lists of texts; `null` where there is none. */
  read(table: TransactionTable): (row: number) => string | boolean | readonly string[] | null;
}

type DictionaryName = {
  [Name in keyof TransactionTable['columns']]: TransactionTable['columns'][Name] extends DictionaryColumn<
    infer Value
  >
    ? Value extends string
      ? Name
      : never
    : never;
}[keyof TransactionTable['columns']];

/** The columns of every file, in order: all fields of a transaction. */
export const fileColumns: readonly FileColumn[] = [
  text('id', 'id'),
  text('account_id', 'accountId', true),
  {
    name: 'date',
    kind: 'date',
    isRequired: true,
    read:
      ({ columns }) =>
      (row) =>
        fromEpochDay(columns.date[row] as number),
  },
  {
    name: 'time',
    kind: 'time',
    isRequired: false,
    read:
      ({ columns }) =>
      (row) => {
        const second = columns.secondOfDay[row] as number;
        return second < 0 ? null : fromSecondOfDay(second);
      },
  },
  text('type', 'type', true),
  text('description', 'description', true),
  text('original_description', 'originalDescription', true),
  decimal('amount', 'amountMinor', true),
  text('currency', 'currency', true),
  decimal('balance', 'balanceMinor', false),
  text('category', 'category'),
  text('payment_method', 'paymentMethod', true),
  text('status', 'status'),
  text('reference', 'reference'),
  text('receipt_url', 'receiptUrl'),
  text('merchant_name', 'merchantName'),
  text('merchant_category_code', 'merchantCategoryCode'),
  text('location', 'location'),
  {
    name: 'recurring',
    kind: 'boolean',
    isRequired: false,
    read:
      ({ columns }) =>
      (row) =>
        valueAt(columns.recurring, row),
  },
  {
    name: 'tags',
    kind: 'texts',
    isRequired: true,
    read:
      ({ columns }) =>
      (row) =>
        valueAt(columns.tags, row) ?? [],
  },
];

/**
 * Settings with which `extract` reads the files of `csvFile` and `ndjsonFile` exactly, whatever is in them: nothing is
 * left to be inferred.
 */
export const fileSettings: ImportSettings = Object.freeze({
  columns: Object.freeze({
    id: 'id',
    accountId: 'account_id',
    date: 'date',
    time: 'time',
    type: 'type',
    // The text as the bank wrote it; its normal form is made of it again.
    description: 'original_description',
    amount: 'amount',
    currency: 'currency',
    balance: 'balance',
    category: 'category',
    paymentMethod: 'payment_method',
    status: 'status',
    reference: 'reference',
    receiptUrl: 'receipt_url',
    merchantName: 'merchant_name',
    merchantCategoryCode: 'merchant_category_code',
    location: 'location',
    recurring: 'recurring',
    tags: 'tags',
  }),
  encoding: 'utf-8',
  dateFormat: 'iso',
  amountFormat: Object.freeze({ decimalMark: '.', groupMark: '', negative: 'leading-minus' }),
  amountUnit: 'main',
  sign: 'as-written',
});

function text(name: string, field: DictionaryName, isRequired = false): FileColumn {
  return {
    name,
    kind: 'text',
    isRequired,
    read({ columns }) {
      const column: DictionaryColumn = columns[field];
      return (row) => valueAt(column, row);
    },
  };
}

function decimal(name: string, field: 'amountMinor' | 'balanceMinor', isRequired: boolean): FileColumn {
  return {
    name,
    kind: 'decimal',
    isRequired,
    read({ columns }) {
      const minor = columns[field];
      return (row) => {
        const value = minor[row] as number;
        return Number.isNaN(value) ? null : formatMinor(value, valueAt(columns.currency, row) as string);
      };
    },
  };
}
