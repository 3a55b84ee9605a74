import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';
import { type AmountFormat, amountError, strictFormat } from './amount-format.js';
import { type CurrencyCode, currencyDecimals } from './currency.js';

const maxDigits = 15;
/** Far above any amount; keeps the cost of a hostile field small. */
const maxLength = 100;

/**
 * Reads an amount as a whole number of minor units (cents for USD), exactly: the digits never pass through a
 * floating-point fraction.
 *
 * @param text For example `-1295.83` or `.50`. A leading `+`, the Unicode minus and space around are accepted.
 * @returns A safe integer of minor units.
 * @throws TitansError `AMOUNT_INVALID` if it is no number, `AMOUNT_FORMAT` if it is one in another convention,
 * `AMOUNT_PRECISION` if it has more decimals than the currency (trailing zeros do not count), `AMOUNT_RANGE` above
 * 15 digits, `CURRENCY_UNKNOWN`, `INVALID_ARGUMENT` if both marks are the same.
 * @example
 * ```ts
 * import { parseAmount } from '@titans/core';
 *
 * parseAmount('-1295.83', 'USD'); // -129583
 * parseAmount('(1.234,50)', 'EUR', { decimalMark: ',', groupMark: '.', negative: 'parentheses' }); // -123450
 * ```
 */
export function parseAmount(text: string, currency: CurrencyCode, format: AmountFormat = {}): number {
  const inForce = { ...strictFormat, ...format };
  const { decimalMark, groupMark, negative } = inForce;
  if (groupMark === decimalMark) {
    throw new TitansError('INVALID_ARGUMENT', `decimalMark and groupMark cannot both be "${groupMark}".`, {
      details: { field: 'groupMark' },
    });
  }
  if (text.length > maxLength) throw amountError(text.slice(0, maxLength), inForce);
  const decimals = currencyDecimals(currency);
  const unsigned = splitSign(text.trim(), negative);
  const parts = unsigned.digits.split(decimalMark);
  const whole = removeGroups(parts[0] ?? '', groupMark);
  const fraction = parts[1] ?? '';
  const isWhole = /^\d+$/.test(whole) || (whole === '' && parts.length === 2);
  if (parts.length > 2 || !isWhole || (parts.length === 2 && !/^\d+$/.test(fraction)))
    throw amountError(text, inForce);
  const significantFraction = fraction.replace(/0+$/, '');
  if (significantFraction.length > decimals) {
    throw new TitansError(
      'AMOUNT_PRECISION',
      `"${maskSample(text)}" has ${significantFraction.length} decimal${significantFraction.length === 1 ? '' : 's'}, but ${currency} has ${decimals}.`,
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
  const text = String(amount);
  if (text.includes('e+')) {
    throw new TitansError('AMOUNT_RANGE', `The amount ${amount} has more than ${maxDigits} digits.`);
  }
  if (text.includes('e-')) {
    throw new TitansError('AMOUNT_PRECISION', `The amount ${amount} has more decimals than ${currency}.`);
  }
  return parseAmount(text, currency);
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

/**
 * Minor units as exact decimal text with the currency's decimals: -129583 cents are `-1295.83`.
 *
 * @throws TitansError `AMOUNT_RANGE` if it is not a safe integer.
 */
export function formatMinor(minor: number, currency: CurrencyCode): string {
  if (!Number.isSafeInteger(minor)) {
    throw new TitansError('AMOUNT_RANGE', `Minor units are whole numbers below 2^53, not ${minor}.`);
  }
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
    return { digits: text.slice(1, -1).trim(), isNegative: true };
  }
  if (negative === 'trailing-minus' && /[-−]$/.test(text)) {
    return { digits: text.slice(0, -1).trimEnd(), isNegative: true };
  }
  const sign = /^[-−+]/.exec(text)?.[0];
  return { digits: sign ? text.slice(1).trimStart() : text, isNegative: sign === '-' || sign === '−' };
}

const groupPatterns: Readonly<Record<string, { readonly grouped: RegExp; readonly mark: RegExp }>> = {
  ',': { grouped: /^\d{1,3}(?:,\d{3})+$/, mark: /,/g },
  '.': { grouped: /^\d{1,3}(?:\.\d{3})+$/, mark: /\./g },
  ' ': { grouped: /^\d{1,3}(?:\s\d{3})+$/, mark: /\s/g },
  "'": { grouped: /^\d{1,3}(?:['’]\d{3})+$/, mark: /['’]/g },
};

function removeGroups(whole: string, groupMark: Required<AmountFormat>['groupMark']): string {
  const pattern = groupPatterns[groupMark];
  return pattern?.grouped.test(whole) ? whole.replace(pattern.mark, '') : whole;
}
