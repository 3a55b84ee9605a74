import {
  type AmountFormat,
  agreeOnSign,
  type CurrencyCode,
  type DictionaryColumn,
  TitansError,
  type TransactionType,
} from '@titans/core';
import type { SignConvention } from '../extract/import-settings.js';
import { amountParts } from './amount-parts.js';
import { type AmountUnit, amountReader, writtenDecimals } from './amounts.js';
import type { ImportField } from './import-field.js';
import { type PlainMarks, plainMinor } from './plain-bytes.js';
import type { Refusals } from './refusals.js';
import type { ColumnCells } from './text-column.js';
import { isBlankText, missingValue } from './text-readers.js';

/** The money of a batch. */
export interface Amounts {
  readonly amountMinor: Float64Array;
  readonly type: DictionaryColumn<TransactionType>;
  /** NaN where there is none. */
  readonly balanceMinor: Float64Array;
}

/** Columns of amounts; -1 for those that the source does not have. */
export interface AmountColumns {
  readonly amount: number;
  readonly debit: number;
  readonly credit: number;
  readonly balance: number;
}

const types: readonly TransactionType[] = Object.freeze(['Income', 'Expense']);
const dashAlone = /^\s*[-\u2012-\u2015]+\s*$/;
const income = 0;
const expense = 1;

/**
 * Makes a reader of amounts, their signs and balances.
 *
 * With columns for money out and in, the amount is what came in less what went out, whatever the signs there. With one
 * column, `sign` says what its sign means:
 * - `as-written`: the sign decides, so that a positive expense is a refund and becomes an income;
 * - `inverted`: the same, where money that went out is positive;
 * - `by-type`: amounts of expenses are turned round, so that -20 among unsigned expenses is a refund;
 * - `credits-marked`: the type, plus or CR of a row decides; an amount with none of them went out;
 * - unless told, the type decides over unsigned expenses.
 *
 * Where the sign is written, negative income is refused as `SIGN_MISMATCH`: one of the two is wrong, and nothing tells
 * which. The type of a transaction agrees with the sign of its amount in the end; an amount of zero has the type that
 * is written, else it is an income.
 */
export function amountColumn(
  columns: AmountColumns,
  format: AmountFormat,
  sign: SignConvention | undefined,
  unit: AmountUnit = 'main',
): (
  cells: ColumnCells,
  currency: DictionaryColumn,
  told: DictionaryColumn<TransactionType>,
  refusals: Refusals,
) => Amounts {
  const marks: PlainMarks = {
    decimal: (format.decimalMark ?? '.').charCodeAt(0),
    group: format.groupMark ? format.groupMark.charCodeAt(0) : -1,
  };
  const readers = new Map<CurrencyCode, (text: string) => number>();
  const hasSides = columns.amount < 0;
  const needsMarks = !hasSides && sign === 'credits-marked';

  return (cells, currency, told, refusals) => {
    const { length } = cells;
    const amountMinor = new Float64Array(length);
    const balanceMinor = new Float64Array(length).fill(Number.NaN);
    const codes = new Int32Array(length);
    const decimals = Int32Array.from(currency.values, (code) => writtenDecimals(code, unit));
    const read = (record: number, column: number): number => {
      const cell = record * cells.width + column;
      const from = cells.starts[cell] as number;
      const to = cells.ends[cell] as number;
      const code = currency.codes[record] as number;
      const plain = plainMinor(cells.bytes, from, to, decimals[code] as number, marks);
      return Number.isNaN(plain)
        ? readText(cells.bytes.toString('utf8', from, to), currency.values[code] as string)
        : plain;
    };
    for (let record = 0; record < length; record++) {
      if (refusals.isRefused[record] === 1) continue;
      let field: ImportField = hasSides ? 'debit' : 'amount';
      try {
        let minor: number;
        if (hasSides) {
          const out = columns.debit < 0 ? Number.NaN : read(record, columns.debit);
          field = 'credit';
          const into = columns.credit < 0 ? Number.NaN : read(record, columns.credit);
          field = 'amount';
          minor = ofSides(out, into);
        } else {
          minor = read(record, columns.amount);
        }
        if (Number.isNaN(minor)) throw missingValue('amount');
        const code = told.codes[record] as number;
        const type = code < 0 ? undefined : told.values[code];
        minor = signed(minor, type, needsMarks && isMarked(cells, record * cells.width + columns.amount));
        amountMinor[record] = minor;
        codes[record] = minor < 0 || (minor === 0 && type === 'Expense') ? expense : income;
        field = 'balance';
        if (columns.balance >= 0) balanceMinor[record] = read(record, columns.balance);
      } catch (error) {
        refusals.refuse(record, field, error);
      }
    }
    return { amountMinor, balanceMinor, type: Object.freeze({ codes, values: types }) };
  };

  /** NaN for a blank text, and for a dash that stands for one. */
  function readText(text: string, currency: CurrencyCode): number {
    if (isBlankText(text) || dashAlone.test(text)) return Number.NaN;
    let reader = readers.get(currency);
    if (reader === undefined) {
      reader = amountReader(currency, format, unit);
      readers.set(currency, reader);
    }
    return reader(text);
  }

  function signed(minor: number, type: TransactionType | undefined, isMarked: boolean): number {
    if (hasSides) return minor;
    if (sign === undefined) return agreeOnSign(minor, type).amountMinor;
    if (sign === 'by-type' && type === undefined) throw missingValue('type');
    if (sign === 'by-type' || (sign === 'credits-marked' && type !== undefined))
      return type === 'Expense' ? 0 - minor : minor;
    const isTurned = sign === 'inverted' || (sign === 'credits-marked' && !isMarked);
    const written = isTurned ? 0 - minor : minor;
    return type === 'Income' ? agreeOnSign(written, type).amountMinor : written;
  }
}

/** Whether a sign, parentheses or CR and DR are written with an amount. */
function isMarked({ bytes, starts, ends }: ColumnCells, cell: number): boolean {
  return (amountParts(bytes.toString('utf8', starts[cell], ends[cell]))?.sign ?? null) !== null;
}

/** NaN where neither side has an amount. */
function ofSides(out: number, into: number): number {
  if (out && into) {
    throw new TitansError(
      'FIELD_INVALID',
      'Money went out and came in at once: both columns have an amount.',
    );
  }
  if (Number.isNaN(out) && Number.isNaN(into)) return Number.NaN;
  return Math.abs(into || 0) - Math.abs(out || 0);
}
