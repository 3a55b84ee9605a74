import { negated } from '../statement/canonical-amount.js';
import { digitsOfSwiftAmount, swiftAmount } from './swift-amount.js';

/** Field 61 of a statement: one transaction, as SWIFT's Category 9 message standards define it. */
export interface StatementLine {
  /** Day of the value, ISO 8601. */
  readonly valueDate: string;
  /** Day of the booking, which is the day of the value where none is written. */
  readonly date: string;
  /** Digits with a point; negative where money went out. */
  readonly amount: string;
  readonly isReversal: boolean;
  /** Announced but not booked: marks EC and ED of MT942. */
  readonly isExpected: boolean;
  /** Four characters, such as `NTRF`. */
  readonly typeCode: string;
  /** Of the owner of the account; empty where there is none or field 86 has it. */
  readonly customerReference: string;
  /** Of the bank; empty for `NONREF`. */
  readonly bankReference: string;
  /** Further text: on the line behind the reference, or on the lines after it. */
  readonly supplement: string;
}

// Value date, entry date, mark, third letter of the currency, amount, type, rest.
const fields = new RegExp(
  `^(\\d{6})(\\d{4})?\\s?(R?[CD]|E[CD])([A-Z])?\\s?(${swiftAmount.source})([NSF][A-Za-z0-9]{3})(.*)$`,
);
const referenceLength = 16;

/**
 * Reads field 61. The comma of the amount may be missing and the amount may be padded with zeros, as some banks do.
 *
 * @param lines Its lines, without the tag.
 * @returns `null` if it is written in another way.
 */
export function parseStatementLine(lines: readonly string[]): StatementLine | null {
  const match = fields.exec(lines[0] ?? '');
  if (match === null) return null;
  const [, value = '', entry, mark = '', , amount = '', typeCode = '', rest = ''] = match;
  const valueDate = dateOf(value);
  const isReversal = mark.startsWith('R');
  // The reversal of a credit takes money out, that of a debit brings it back.
  const isOut = mark.endsWith('D') !== isReversal;
  const digits = digitsOfSwiftAmount(amount);
  if (digits === null) return null;
  const references = referencesOf(rest);
  return {
    valueDate,
    date: entry === undefined ? valueDate : entryDate(entry, value),
    amount: isOut ? negated(digits) : digits,
    isReversal,
    isExpected: mark.startsWith('E'),
    typeCode,
    ...references,
    supplement: [references.supplement, ...lines.slice(1)].join(' ').trim(),
  };
}

/** Subfields 7 and 8, and what Rabobank writes behind the 16 characters of the former. */
function referencesOf(
  rest: string,
): Pick<StatementLine, 'customerReference' | 'bankReference' | 'supplement'> {
  const parted = rest.indexOf('//');
  if (parted !== -1) {
    return {
      customerReference: reference(rest.slice(0, parted)),
      bankReference: reference(rest.slice(parted + 2)),
      supplement: '',
    };
  }
  return {
    customerReference: reference(rest.slice(0, referenceLength)),
    bankReference: '',
    supplement: rest.slice(referenceLength).trim(),
  };
}

/** There is none, or field 86 has it. */
const noReference = /^(?:NONREF|EREF\+?|KREF\+?|MREF\+?|PREF|MARF)$/;

function reference(text: string): string {
  const trimmed = text.trim();
  return noReference.test(trimmed) ? '' : trimmed;
}

/** A day written YYMMDD; years from 80 on are of the last century. The day need not exist. */
function dateOf(text: string): string {
  const year = Number(text.slice(0, 2));
  return `${year + (year < 80 ? 2000 : 1900)}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
}

/** The entry date has no year: it is the one that puts it nearest to the value date. */
function entryDate(monthDay: string, value: string): string {
  const valueYear = Number(dateOf(value).slice(0, 4));
  const apart = Number(monthDay.slice(0, 2)) - Number(value.slice(2, 4));
  const year = valueYear + (apart > 6 ? -1 : apart < -6 ? 1 : 0);
  return `${year}-${monthDay.slice(0, 2)}-${monthDay.slice(2, 4)}`;
}
