import {
  type AmountFormat,
  type CurrencyCode,
  currencyDecimals,
  maskSample,
  parseAmount,
  TitansError,
} from '@titans/core';
import { amountParts, mostCharacters } from './amount-parts.js';

const maxDigits = 15;

/** Whether amounts are written in the main unit of their currency, as `12.34`, or as whole minor units, as `1234`. */
export const amountUnits = ['main', 'minor'] as const;
export type AmountUnit = (typeof amountUnits)[number];

/**
 * Makes a reader of amounts in one currency. What can be meant in one way only is read: every notation of signs and
 * currencies of {@link amountParts}, spaces and apostrophes between thousands, zeros beyond the decimals of the
 * currency. Which of `.` and `,` is the decimal mark and which parts thousands is the format's to say: an amount in
 * another convention is refused, never guessed. Digits never pass through a floating-point fraction.
 *
 * @returns Whole minor units; the reader throws TitansError `AMOUNT_INVALID`, `AMOUNT_FORMAT`, `AMOUNT_PRECISION`,
 * `AMOUNT_RANGE`, and `CURRENCY_MISMATCH` if another currency is written with the amount.
 */
export function amountReader(
  currency: CurrencyCode,
  format: AmountFormat = {},
  unit: AmountUnit = 'main',
): (text: string) => number {
  const decimals = writtenDecimals(currency, unit);
  // Refuses a format that has one mark for both.
  parseAmount('0', currency, format);
  return (text) => {
    const found = readAmount(text, currency, decimals, format);
    return typeof found === 'number' ? found : refuse(text, currency, format, unit, found);
  };
}

/** The same for one amount, `null` if it is none. */
export function tryAmount(text: string, currency: CurrencyCode, format: AmountFormat = {}): number | null {
  const found = readAmount(text, currency, currencyDecimals(currency), format);
  return typeof found === 'number' ? found : null;
}

/** Decimals with which an amount can be written. */
export function writtenDecimals(currency: CurrencyCode, unit: AmountUnit): number {
  const decimals = currencyDecimals(currency);
  return unit === 'minor' ? 0 : decimals;
}

type Refusal = 'form' | 'precision' | 'range' | 'currency';

function readAmount(
  text: string,
  currency: CurrencyCode,
  decimals: number,
  format: AmountFormat,
): number | Refusal {
  const parts = amountParts(withoutDash(text, format), format.negative);
  if (parts === null) return 'form';
  if (parts.currencies !== null && !parts.currencies.includes(currency)) return 'currency';
  const { decimalMark = '.', groupMark = '' } = format;
  const at = parts.digits.indexOf(decimalMark);
  const whole = ungrouped(at === -1 ? parts.digits : parts.digits.slice(0, at), groupMark);
  const fraction = at === -1 ? null : parts.digits.slice(at + 1);
  if (whole === null || (whole === '' && fraction === null)) return 'form';
  if (fraction !== null && !allDigits.test(fraction)) return 'form';
  const significant = (fraction ?? '').replace(/0+$/, '');
  if (significant.length > decimals) return 'precision';
  const digits = `${whole}${significant.padEnd(decimals, '0')}`.replace(/^0+(?=\d)/, '');
  if (digits.length > maxDigits) return 'range';
  const minor = Number(digits);
  return parts.isNegative && minor !== 0 ? -minor : minor;
}

const allDigits = /^\d+$/;
const groupedBySpaces = /^\d{1,3}(?:\s\d{3})+$/;
const groupedByApostrophes = /^\d{1,3}(?:['’ʼ´`]\d{3})+$/;
const groupedByPoints = /^\d{1,3}(?:\.\d{3})+$/;
const groupedByCommas = /^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})$/;

/** The whole part without the marks between thousands (or lakhs); `null` if it is none. */
function ungrouped(whole: string, groupMark: AmountFormat['groupMark']): string | null {
  if (whole === '' || allDigits.test(whole)) return whole;
  const isGrouped =
    groupedBySpaces.test(whole) ||
    groupedByApostrophes.test(whole) ||
    (groupMark === '.' && groupedByPoints.test(whole)) ||
    (groupMark === ',' && groupedByCommas.test(whole));
  return isGrouped ? whole.replace(/\D/g, '') : null;
}

/** A dash for no cents, as in `500,-` and `-500,--`. */
const dash = /([.,])[-\u2013\u2014]{1,2}(?=\s*[\p{L}\p{Sc}]*\.?$)/u;

function withoutDash(text: string, { decimalMark = '.' }: AmountFormat): string {
  if (text.length > mostCharacters) return text;
  const trimmed = text.trim();
  const match = dash.exec(trimmed);
  return match?.[1] === decimalMark ? trimmed.replace(dash, '') : text;
}

function refuse(
  text: string,
  currency: CurrencyCode,
  format: AmountFormat,
  unit: AmountUnit,
  reason: Refusal,
): never {
  const value = maskSample(text);
  const details = { details: { value, currency } };
  const parts = amountParts(text, format.negative);
  if (reason === 'currency') {
    const message = `"${value}" is an amount in ${parts?.currencies?.join(' or ')}, but the currency of the row is ${currency}. Set currency, or name its column.`;
    throw new TitansError('CURRENCY_MISMATCH', message, details);
  }
  if (reason === 'precision' && unit === 'minor') {
    const message = `"${value}" is no whole number of the minor unit of ${currency}. Check amountUnit.`;
    throw new TitansError('AMOUNT_PRECISION', message, details);
  }
  if (reason === 'precision') {
    const message = `"${value}" has more decimals than ${currency}, which has ${currencyDecimals(currency)}. Check decimalMark and groupMark.`;
    throw new TitansError('AMOUNT_PRECISION', message, details);
  }
  if (reason === 'range') {
    throw new TitansError('AMOUNT_RANGE', `"${value}" has more than ${maxDigits} digits.`, details);
  }
  // Core says which convention would read it.
  if (parts !== null) parseAmount(parts.digits, currency, format);
  else if (format.negative !== undefined) parseAmount(text, currency, format);
  throw new TitansError('AMOUNT_INVALID', `"${value}" is not an amount.`, details);
}
