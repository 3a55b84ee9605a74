import { parsePlainDate, TitansError, type TransactionTable, toEpochDay } from '@titans/core';
import { RE2JS } from 're2js';
import type { TransactionField } from '../../normalise/import-field.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import type { BatchVerdict, ExpectationRun } from '../expectation.js';
import type { Operator, OrderedField } from '../expectation-kinds.js';
import { isNumberField, numberReader, rowsAgainst, rowsWithValue, textOf } from '../field-values.js';
import { perBatch } from './source-checks.js';

/** Tests values that are there; absent ones are the business of `not-null`. */
export function textCheck(
  field: TransactionField,
  isExpected: (text: string) => boolean,
): () => ExpectationRun {
  return perBatch(({ table }) => ({
    evaluated: table.length,
    rows: rowsAgainst(table, field, (text) => text === null || isExpected(text)),
  }));
}

/** No row has a value. */
export function isNull(field: TransactionField): () => ExpectationRun {
  return perBatch(({ table }) => ({ evaluated: table.length, rows: rowsWithValue(table, field, true) }));
}

/** The bounds of a range. */
export interface Bounds {
  readonly min?: number | string;
  readonly max?: number | string;
  readonly strictMin?: boolean;
  readonly strictMax?: boolean;
}

/** Values lie between two. Throws `CONFIG_INVALID` for a bound of the wrong kind. */
export function rangeCheck(field: OrderedField, bounds: Bounds): () => ExpectationRun {
  const { strictMin = false, strictMax = false } = bounds;
  const min = bound(bounds.min, field, Number.NEGATIVE_INFINITY);
  const max = bound(bounds.max, field, Number.POSITIVE_INFINITY);
  return numberCheck(
    field,
    (value) => value < min || value > max || (strictMin && value === min) || (strictMax && value === max),
  );
}

/** Dates are not after a day that is fixed when the run starts. */
export function notInFuture(now: () => number, maxDaysAhead: number): () => ExpectationRun {
  return () => {
    const latest = Math.floor(now() / 86_400_000) + maxDaysAhead;
    return numberCheck('date', (day) => day > latest)();
  };
}

/** Income is not negative, expenses are not positive; records that were rejected for it count. */
export const signAgrees: () => ExpectationRun = perBatch((batch: TransactionBatch): BatchVerdict => {
  const { amountMinor, type } = batch.table.columns;
  const isIncome = type.values.map((value) => value === 'Income');
  const rows: number[] = [];
  for (let row = 0; row < batch.table.length; row++) {
    const amount = amountMinor[row] as number;
    if (amount !== 0 && amount > 0 !== isIncome[type.codes[row] as number]) rows.push(row);
  }
  return {
    evaluated: batch.rowsIn,
    rows,
    rejections: batch.rejections.filter(({ code }) => code === 'SIGN_MISMATCH'),
  };
});

const comparisons: Readonly<Record<Operator, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/**
 * Two fields of a row compare in a way; rows without one of them are left out.
 *
 * Throws `CONFIG_INVALID` for texts and an order, or fields of different kinds.
 */
export function compareCheck(
  field: TransactionField,
  operator: Operator,
  other: TransactionField,
): () => ExpectationRun {
  const isEquality = operator === '=' || operator === '!=';
  const kinds = [field, other].map((each) =>
    each === 'balance' ? 'amount' : isNumberField(each) ? each : 'text',
  );
  if (kinds[0] !== kinds[1] || (kinds[0] === 'text' && !isEquality)) {
    throw new TitansError(
      'CONFIG_INVALID',
      `${field} and ${other} cannot be compared by "${operator}": compare two amounts, two dates, or two texts by = or !=.`,
      { details: { field: 'operator' } },
    );
  }
  const holds = comparisons[operator];
  return perBatch(({ table }) => {
    const order = kinds[0] === 'text' ? textOrder(table, field, other) : numberOrder(table, field, other);
    const rows: number[] = [];
    let evaluated = 0;
    for (let row = 0; row < table.length; row++) {
      const between = order(row);
      if (Number.isNaN(between)) continue;
      evaluated++;
      if (!holds(between)) rows.push(row);
    }
    return { evaluated, rows };
  });
}

/** A pattern of RE2. Throws `CONFIG_INVALID` if it is none. */
export function compiledPattern(pattern: string): (text: string) => boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (cause) {
    throw new TitansError('CONFIG_INVALID', `The pattern ${JSON.stringify(pattern)} is not RE2 syntax.`, {
      details: { field: 'pattern' },
      cause,
    });
  }
  return (text) => compiled.matcher(text).find();
}

function numberCheck(field: OrderedField, isOutside: (value: number) => boolean): () => ExpectationRun {
  return perBatch(({ table }) => {
    const value = numberReader(table, field);
    const rows: number[] = [];
    for (let row = 0; row < table.length; row++) if (isOutside(value(row))) rows.push(row);
    return { evaluated: table.length, rows };
  });
}

function numberOrder(
  table: TransactionTable,
  a: TransactionField,
  b: TransactionField,
): (row: number) => number {
  const [left, right] = [numberReader(table, a), numberReader(table, b)];
  return (row) => left(row) - right(row);
}

function textOrder(
  table: TransactionTable,
  a: TransactionField,
  b: TransactionField,
): (row: number) => number {
  const [left, right] = [textOf(table, a), textOf(table, b)];
  return (row) => {
    const [one, two] = [left(row), right(row)];
    return one === null || two === null ? Number.NaN : one === two ? 0 : 1;
  };
}

function bound(value: number | string | undefined, field: OrderedField, otherwise: number): number {
  if (value === undefined) return otherwise;
  if ((field === 'date') !== (typeof value === 'string')) {
    throw new TitansError(
      'CONFIG_INVALID',
      `A bound of ${field} is ${field === 'date' ? 'a date, YYYY-MM-DD' : 'a number'}.`,
      { details: { field } },
    );
  }
  return typeof value === 'string' ? toEpochDay(parsePlainDate(value)) : value;
}
