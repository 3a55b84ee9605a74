import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';
import { type CurrencyCode, currencyDecimals } from './currency.js';

/** How amounts are written in a source. */
export interface AmountFormat {
  /** The decimal mark, `.` unless told. */
  readonly decimalMark?: '.' | ',';
  /** The thousands separator, none unless told. A space stands for every kind of space, `'` for both apostrophes. */
  readonly groupMark?: '' | ',' | '.' | ' ' | "'";
  /** How a negative amount is marked, by a sign before it unless told. */
  readonly negative?: 'leading-minus' | 'trailing-minus' | 'parentheses';
}

const strictFormat: Required<AmountFormat> = { decimalMark: '.', groupMark: '', negative: 'leading-minus' };
const maxDigits = 15;

/**
 * Reads an amount as a whole number of minor units (cents for USD), exactly: the digits never pass through a
 * floating-point fraction.
 *
 * @param text For example `-1295.83`. A leading `+` and the Unicode minus are accepted.
 * @returns A safe integer of minor units.
 * @throws TitansError `AMOUNT_INVALID` if it is no number, `AMOUNT_FORMAT` if it is one in another convention,
 * `AMOUNT_PRECISION` if it has more decimals than the currency (trailing zeros do not count), `AMOUNT_RANGE` above
 * 15 digits.
 * @example
 * ```ts
 * import { parseAmount } from '@titans/core';
 *
 * parseAmount('-1295.83', 'USD'); // -129583
 * parseAmount('(1.234,50)', 'EUR', { decimalMark: ',', groupMark: '.', negative: 'parentheses' }); // -123450
 * ```
 */
export function parseAmount(text: string, currency: CurrencyCode, format: AmountFormat = {}): number {
  const { decimalMark, groupMark, negative } = { ...strictFormat, ...format };
  const decimals = currencyDecimals(currency);
  const unsigned = splitSign(text.trim(), negative);
  const parts = unsigned.digits.split(decimalMark);
  const whole = removeGroups(parts[0] ?? '', groupMark);
  const fraction = parts[1] ?? '';
  if (parts.length > 2 || !/^\d+$/.test(whole) || (parts.length === 2 && !/^\d+$/.test(fraction))) {
    throw amountError(text);
  }
  const significantFraction = fraction.replace(/0+$/, '');
  if (significantFraction.length > decimals) {
    throw new TitansError(
      'AMOUNT_PRECISION',
      `"${maskSample(text)}" has ${significantFraction.length} decimals, but ${currency} has ${decimals}.`,
      { details: { value: maskSample(text), currency } },
    );
  }
  const digits = `${whole}${significantFraction.padEnd(decimals, '0')}`.replace(/^0+(?=\d)/, '');
  if (digits.length > maxDigits) {
    throw new TitansError('AMOUNT_RANGE', `"${maskSample(text)}" has more than ${maxDigits} digits.`, {
      details: { value: maskSample(text) },
    });
  }
  const minor = Number(digits);
  return unsigned.isNegative && minor !== 0 ? -minor : minor;
}

/**
 * Reads a JavaScript number as the decimal that is written to show it: `85.5` becomes 8550 cents.
 *
 * @throws TitansError `AMOUNT_INVALID`, `AMOUNT_PRECISION` or `AMOUNT_RANGE` as {@link parseAmount}.
 */
export function minorFromNumber(amount: number, currency: CurrencyCode): number {
  if (!Number.isFinite(amount)) {
    throw new TitansError('AMOUNT_INVALID', `An amount must be a finite number, not ${amount}.`);
  }
  if (Math.abs(amount) >= 1e21) {
    throw new TitansError('AMOUNT_RANGE', `The amount ${amount} has more than ${maxDigits} digits.`);
  }
  return parseAmount(plainDecimal(amount), currency);
}

/** The nearest whole number of minor units, half away from zero. For estimates, not for records. */
export function roundToMinor(amount: number, currency: CurrencyCode): number {
  const scaled = Math.abs(amount) * 10 ** currencyDecimals(currency);
  const rounded = Math.round(scaled * (1 + Number.EPSILON));
  return amount < 0 && rounded !== 0 ? -rounded : rounded;
}

/** Minor units as a number of the main unit: 8550 cents are 85.5. */
export function toMajor(minor: number, currency: CurrencyCode): number {
  return minor / 10 ** currencyDecimals(currency);
}

/** Minor units as exact decimal text with the currency's decimals: -129583 cents are `-1295.83`. */
export function formatMinor(minor: number, currency: CurrencyCode): string {
  const decimals = currencyDecimals(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * The exact sum of whole minor units.
 *
 * @throws TitansError `AMOUNT_RANGE` if it leaves the safe integers.
 */
export function sumMinor(amounts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < amounts.length; i++) {
    sum += amounts[i] as number;
    if (!Number.isSafeInteger(sum)) {
      throw new TitansError('AMOUNT_RANGE', 'The sum leaves the safe integers (2^53 minor units).', {
        details: { row: i + 1 },
      });
    }
  }
  return sum;
}

function splitSign(
  text: string,
  negative: Required<AmountFormat>['negative'],
): { digits: string; isNegative: boolean } {
  if (negative === 'parentheses' && text.startsWith('(') && text.endsWith(')')) {
    return { digits: text.slice(1, -1), isNegative: true };
  }
  if (negative === 'trailing-minus' && /[-−]$/.test(text)) {
    return { digits: text.slice(0, -1), isNegative: true };
  }
  const sign = /^[-−+]/.exec(text)?.[0];
  return { digits: sign ? text.slice(1) : text, isNegative: sign === '-' || sign === '−' };
}

function removeGroups(whole: string, groupMark: Required<AmountFormat>['groupMark']): string {
  if (groupMark === '') return whole;
  const mark = { ',': ',', '.': '\\.', ' ': '\\s', "'": "['’]" }[groupMark];
  const isGrouped = new RegExp(`^\\d{1,3}(?:${mark}\\d{3})+$`).test(whole);
  return isGrouped ? whole.replace(new RegExp(mark, 'g'), '') : whole;
}

function plainDecimal(amount: number): string {
  const text = String(amount);
  const match = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text);
  if (!match) return text;
  return `${match[1]}0.${'0'.repeat(Number(match[4]) - 1)}${match[2]}${match[3] ?? ''}`;
}

const otherConventions: readonly (readonly [RegExp, string])[] = [
  [/^\(.*\)$/, 'parentheses mean a negative amount: set negative to "parentheses"'],
  [/[-−]$/, 'the minus stands behind: set negative to "trailing-minus"'],
  [/^[-−+]?\d{1,3}(?:\.\d{3})*,\d+$/, 'it has a decimal comma: set decimalMark to ","'],
  [/^[-−+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, 'it has thousands separators: set groupMark to ","'],
  [/^[-−+]?\d{1,3}(?:\.\d{3}){2,}$/, 'it has thousands separators: set groupMark to "."'],
  [/\d[\s'’]\d{3}/, 'it has thousands separators: set groupMark'],
];

function amountError(text: string): TitansError {
  const hint = otherConventions.find(([pattern]) => pattern.test(text.trim()))?.[1];
  const value = maskSample(text);
  return hint
    ? new TitansError('AMOUNT_FORMAT', `"${value}" is written in another convention: ${hint}.`, {
        details: { value },
      })
    : new TitansError('AMOUNT_INVALID', `"${value}" is not an amount.`, { details: { value } });
}
