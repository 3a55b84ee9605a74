import {
  type CurrencyCode,
  currencyDecimals,
  defaultAccountId,
  normaliseText,
  type PaymentMethod,
  parsePlainDate,
  TitansError,
  type TransactionTable,
  type TransactionType,
  toEpochDay,
  toSecondOfDay,
  valueAt,
} from '@titans/core';
import type { TransactionQuery } from '../tasks/predictions.js';
import { checkQuery } from './check-query.js';
import type { TransactionField } from './feature-matrix.js';

/** A transaction as features see it: one member per {@link TransactionField}. Missing is `null`, or NaN in numbers. */
export interface FeatureRow {
  readonly accountId: string;
  /** Days since 1970-01-01; NaN if it is not known. */
  readonly date: number;
  /** Seconds since midnight. */
  readonly time: number;
  readonly type: TransactionType | null;
  /** Normalised by `normaliseText`. */
  readonly description: string | null;
  /** Signed, in the main unit of the currency. */
  readonly amount: number;
  readonly currency: CurrencyCode;
  readonly balance: number;
  readonly category: string | null;
  readonly paymentMethod: PaymentMethod | null;
  readonly status: string | null;
  readonly reference: string | null;
  readonly merchantName: string | null;
  readonly merchantCategoryCode: string | null;
  readonly location: string | null;
  readonly recurring: boolean | null;
  readonly tags: readonly string[];
}

/** One row of a table. The payment method `unknown` is missing. */
export function featureRowAt(table: TransactionTable, index: number): FeatureRow {
  const { columns } = table;
  const currency = valueAt(columns.currency, index) as CurrencyCode;
  const unit = 10 ** currencyDecimals(currency);
  const second = columns.secondOfDay[index] as number;
  return {
    accountId: valueAt(columns.accountId, index) as string,
    date: columns.date[index] as number,
    time: second < 0 ? Number.NaN : second,
    type: valueAt(columns.type, index),
    description: valueAt(columns.description, index),
    amount: (columns.amountMinor[index] as number) / unit,
    currency,
    balance: (columns.balanceMinor[index] as number) / unit,
    category: valueAt(columns.category, index),
    paymentMethod: knownMethod(valueAt(columns.paymentMethod, index)),
    status: valueAt(columns.status, index),
    reference: valueAt(columns.reference, index),
    merchantName: valueAt(columns.merchantName, index),
    merchantCategoryCode: valueAt(columns.merchantCategoryCode, index),
    location: valueAt(columns.location, index),
    recurring: valueAt(columns.recurring, index),
    tags: valueAt(columns.tags, index) ?? [],
  };
}

/** Every row of a table, in its order. */
export function featureRows(table: TransactionTable): readonly FeatureRow[] {
  return Array.from({ length: table.length }, (_, index) => featureRowAt(table, index));
}

/**
 * A query as a row. The type is taken from the sign of the amount where it is left out.
 *
 * @param defaultCurrency The currency of a query that names none.
 * @throws TitansError `DATE_INVALID`, `TIME_INVALID` or `INVALID_ARGUMENT` with the field of the first wrong value.
 */
export function featureRowOf(query: TransactionQuery, defaultCurrency: CurrencyCode): FeatureRow {
  checkQuery(query);
  const { amount } = query;
  return {
    accountId: query.accountId ?? defaultAccountId,
    date: read('date', query.date, (date) => toEpochDay(parsePlainDate(date))),
    time: read('time', query.time, toSecondOfDay),
    type: query.type ?? (amount === undefined ? null : amount < 0 ? 'Expense' : 'Income'),
    description: query.description === undefined ? null : normaliseText(query.description) || null,
    amount: amount === undefined ? Number.NaN : signed(amount, query.type),
    currency: query.currency ?? defaultCurrency,
    balance: Number.NaN,
    category: query.category ?? null,
    paymentMethod: knownMethod(query.paymentMethod ?? null),
    status: query.status ?? null,
    reference: query.reference ?? null,
    merchantName: query.merchantName ?? null,
    merchantCategoryCode: query.merchantCategoryCode ?? null,
    location: query.location ?? null,
    recurring: query.recurring ?? null,
    tags: query.tags ?? [],
  };
}

function read(field: 'date' | 'time', text: string | undefined, parse: (text: string) => number): number {
  if (text === undefined) return Number.NaN;
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof TitansError ? error.at({ field }) : error;
  }
}

/** Takes some fields away from rows, as a task sees them whose target they would reveal. */
export function fieldHider(fields: readonly TransactionField[]): (row: FeatureRow) => FeatureRow {
  if (fields.length === 0) return (row) => row;
  const hidden = Object.fromEntries(fields.map((field) => [field, missing[field]]));
  return (row) => ({ ...row, ...hidden });
}

const missing: Omit<FeatureRow, 'accountId' | 'currency' | 'date'> & Partial<FeatureRow> = {
  time: Number.NaN,
  type: null,
  description: null,
  amount: Number.NaN,
  balance: Number.NaN,
  category: null,
  paymentMethod: null,
  status: null,
  reference: null,
  merchantName: null,
  merchantCategoryCode: null,
  location: null,
  recurring: null,
  tags: [],
};

/** An unsigned amount of a stated expense is money that went out, as in a record. */
function signed(amount: number, type: TransactionType | undefined): number {
  return type === 'Expense' && amount > 0 ? -amount : amount;
}

function knownMethod(method: PaymentMethod | null): PaymentMethod | null {
  return method === 'unknown' ? null : method;
}
