import { currencyDecimals, isCurrency } from '@titans/core';

/** Decimals kept by {@link Decimal}: more than any ISO 4217 currency has, and than rates of exchange do in statements. */
const keptDecimals = 8;
/** Far above any amount; keeps the cost of a hostile field small. */
const mostCharacters = 40;

/** An exact decimal number in units of 10⁻⁸. */
export type Decimal = bigint;

/**
 * Reads digits with an optional sign before and an optional point between, such as `-1234.50`.
 *
 * @returns `null` if the text is written in another way, or has more than eight decimals or 40 characters.
 */
export function parseDecimal(text: string): Decimal | null {
  if (text.length > mostCharacters) return null;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = ''] = match;
  const isNumber = whole !== '' || fraction !== '';
  if (!isNumber || fraction.length > keptDecimals) return null;
  const units = BigInt(`${whole}${fraction.padEnd(keptDecimals, '0')}`);
  return sign === '-' ? -units : units;
}

/**
 * The same for an amount of money. An amount with a fraction of the minor unit of its currency is none: its row will
 * be refused, and what it did to a balance is not known.
 */
export function parseMoney(text: string, currency: string): Decimal | null {
  const amount = parseDecimal(text);
  const decimals = isCurrency(currency) ? currencyDecimals(currency) : keptDecimals;
  return amount === null || amount % 10n ** BigInt(keptDecimals - decimals) !== 0n ? null : amount;
}

/** The digits of a decimal, with at least two behind the point and no further zeros at the end. */
export function decimalText(decimal: Decimal): string {
  const digits = (decimal < 0n ? -decimal : decimal).toString().padStart(keptDecimals + 1, '0');
  const fraction = digits.slice(-keptDecimals).replace(/0{1,6}$/, '');
  return `${decimal < 0n ? '-' : ''}${digits.slice(0, -keptDecimals)}.${fraction}`;
}
