import {
  currencyDecimals,
  type DictionaryColumn,
  fromEpochDay,
  fromSecondOfDay,
  type TransactionTable,
  valueAt,
} from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';

/** Any field as texts that people know its values by: row `i` has `texts[codes[i]]`, or nothing at -1. */
export interface EncodedTexts {
  readonly codes: Int32Array;
  /** A text may be in no row. */
  readonly texts: readonly string[];
}

const encodedByTable = new WeakMap<TransactionTable, Map<TransactionField, EncodedTexts>>();

/** The texts of a field; the same for every expectation that asks. */
export function encodedTexts(table: TransactionTable, field: TransactionField): EncodedTexts {
  const known = encodedByTable.get(table) ?? new Map<TransactionField, EncodedTexts>();
  encodedByTable.set(table, known);
  const encoded = known.get(field) ?? encode(table, field);
  known.set(field, encoded);
  return encoded;
}

/** Reads any field as text, `null` where there is none. */
export function textOf(table: TransactionTable, field: TransactionField): (row: number) => string | null {
  const column = dictionaryOf(table, field);
  if (column !== null) {
    return (row) => {
      const value = valueAt(column, row);
      return value === null ? null : printed(value);
    };
  }
  const number = numberReader(table, field);
  const print = printer(field);
  return (row) => {
    const value = number(row);
    return Number.isNaN(value) ? null : print(value);
  };
}

/** Whether a field is kept as a number: a date, time, amount or balance. */
export function isNumberField(field: TransactionField): field is 'date' | 'time' | 'amount' | 'balance' {
  return field === 'date' || field === 'time' || field === 'amount' || field === 'balance';
}

/**
 * Reads a date as epoch days, a time as seconds since midnight, an amount or balance in the main unit of its currency;
 * NaN where there is none, and for other fields.
 */
export function numberReader(table: TransactionTable, field: TransactionField): (row: number) => number {
  const { date, secondOfDay, amountMinor, balanceMinor, currency } = table.columns;
  if (field === 'date') return (row) => date[row] as number;
  if (field === 'time') {
    return (row) => ((secondOfDay[row] as number) < 0 ? Number.NaN : (secondOfDay[row] as number));
  }
  if (!isNumberField(field)) return () => Number.NaN;
  const minor = field === 'amount' ? amountMinor : balanceMinor;
  const divisors = currency.values.map((code) => 10 ** currencyDecimals(code));
  return (row) => (minor[row] as number) / (divisors[currency.codes[row] as number] as number);
}

/** Rows with a value of the field, or those without: nothing is written out for it. */
export function rowsWithValue(
  table: TransactionTable,
  field: TransactionField,
  hasValue: boolean,
): readonly number[] {
  const column = dictionaryOf(table, field);
  const number = numberReader(table, field);
  const rows: number[] = [];
  for (let row = 0; row < table.length; row++) {
    const isThere = column === null ? !Number.isNaN(number(row)) : (column.codes[row] as number) >= 0;
    if (isThere === hasValue) rows.push(row);
  }
  return rows;
}

/**
 * Rows for which the test does not hold, `null` standing for no value. It is asked once per distinct value that occurs,
 * in the order of rows.
 */
export function rowsAgainst(
  table: TransactionTable,
  field: TransactionField,
  isExpected: (text: string | null) => boolean,
): readonly number[] {
  const { codes, texts } = encodedTexts(table, field);
  const isGood = memoised(texts, isExpected);
  const rows: number[] = [];
  for (let row = 0; row < table.length; row++) if (!isGood(codes[row] as number)) rows.push(row);
  return rows;
}

/** A test of texts by their codes, asked once for each. */
export function memoised(
  texts: readonly string[],
  isExpected: (text: string | null) => boolean,
): (code: number) => boolean {
  const verdicts = new Int8Array(texts.length + 1);
  return (code) => {
    const known = verdicts[code + 1] as number;
    if (known !== 0) return known === 1;
    const isGood = isExpected(code < 0 ? null : (texts[code] as string));
    verdicts[code + 1] = isGood ? 1 : 2;
    return isGood;
  };
}

/** The column of a field that is kept as a dictionary, or `null` for dates, times and amounts. */
function dictionaryOf(table: TransactionTable, field: TransactionField): DictionaryColumn<unknown> | null {
  return isNumberField(field) ? null : table.columns[field];
}

function encode(table: TransactionTable, field: TransactionField): EncodedTexts {
  const column = dictionaryOf(table, field);
  if (column !== null) return { codes: column.codes, texts: printedAll(column.values) };
  const number = numberReader(table, field);
  const print = printer(field);
  const codes = new Int32Array(table.length);
  const codeByNumber = new Map<number, number>();
  const texts: string[] = [];
  for (let row = 0; row < table.length; row++) {
    const value = number(row);
    if (Number.isNaN(value)) codes[row] = -1;
    else {
      let code = codeByNumber.get(value);
      if (code === undefined) {
        code = texts.push(print(value)) - 1;
        codeByNumber.set(value, code);
      }
      codes[row] = code;
    }
  }
  return { codes, texts };
}

function printer(field: TransactionField): (value: number) => string {
  if (field === 'date') return fromEpochDay;
  return field === 'time' ? fromSecondOfDay : String;
}

function printed(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(';') : String(value);
}

/** Texts are taken as they are: there may be one for every row. */
function printedAll(values: readonly unknown[]): readonly string[] {
  return areTexts(values) ? values : values.map(printed);
}

function areTexts(values: readonly unknown[]): values is readonly string[] {
  return typeof values[0] === 'string';
}
