import {
  type DictionaryColumn,
  fromEpochDay,
  fromSecondOfDay,
  type TransactionTable,
  toMajor,
} from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';

/** The column of a field that is kept as a dictionary, or `null` for dates, times and amounts. */
function dictionaryOf(table: TransactionTable, field: TransactionField): DictionaryColumn<unknown> | null {
  const name = field === 'amount' ? 'amountMinor' : field === 'balance' ? 'balanceMinor' : field;
  if (name === 'time') return null;
  const column = table.columns[name];
  return 'codes' in column ? column : null;
}

/** Reads a date as epoch days, an amount or balance in the main unit of its currency; NaN where there is none. */
export function numberReader(
  table: TransactionTable,
  field: 'date' | 'amount' | 'balance',
): (row: number) => number {
  const { date, amountMinor, balanceMinor, currency } = table.columns;
  if (field === 'date') return (row) => date[row] as number;
  const minor = field === 'amount' ? amountMinor : balanceMinor;
  return (row) => toMajor(minor[row] as number, currency.values[currency.codes[row] as number] as string);
}

/** Reads any field as the text that people know it by, `null` where there is none. */
export function textOf(table: TransactionTable, field: TransactionField): (row: number) => string | null {
  const column = dictionaryOf(table, field);
  if (column !== null) {
    return (row) => {
      const code = column.codes[row] as number;
      return code < 0 ? null : printed(column.values[code]);
    };
  }
  const { date, secondOfDay } = table.columns;
  if (field === 'date') return (row) => fromEpochDay(date[row] as number);
  if (field === 'time') {
    return (row) => ((secondOfDay[row] as number) < 0 ? null : fromSecondOfDay(secondOfDay[row] as number));
  }
  const number = numberReader(table, field === 'balance' ? 'balance' : 'amount');
  return (row) => (Number.isNaN(number(row)) ? null : String(number(row)));
}

/** Rows for which the test does not hold. Dictionary columns are tested once per distinct value. */
export function rowsAgainst(
  table: TransactionTable,
  field: TransactionField,
  isExpected: (text: string | null) => boolean,
): readonly number[] {
  const column = dictionaryOf(table, field);
  const rows: number[] = [];
  if (column !== null) {
    const verdicts = column.values.map((value) => isExpected(printed(value)));
    const isNullExpected = isExpected(null);
    for (let row = 0; row < table.length; row++) {
      const code = column.codes[row] as number;
      if (!(code < 0 ? isNullExpected : (verdicts[code] as boolean))) rows.push(row);
    }
    return rows;
  }
  const text = textOf(table, field);
  for (let row = 0; row < table.length; row++) if (!isExpected(text(row))) rows.push(row);
  return rows;
}

function printed(value: unknown): string {
  return Array.isArray(value) ? value.join(';') : String(value);
}
