import type { CurrencyCode } from '@titans/core';
import { type AmountParts, amountParts } from '../../normalise/amount-parts.js';

/** How one amount is written, before it is known which marks part what. */
export interface AmountShape {
  /** Digits and marks alone, for example `"1.234,50"`. Every kind of space is `" "`, every apostrophe `"'"`. */
  readonly digits: string;
  readonly isNegative: boolean;
  /** How a sign is written; `null` where there is none. */
  readonly sign: AmountParts['sign'];
  /** Currencies that what is written beside the digits can stand for, most likely first. */
  readonly currencies: readonly CurrencyCode[] | null;
}

/** Longer texts are no amounts. */
const longest = 40;
/** Digits alone, with one mark, or in groups of three (or lakhs). */
const written =
  /^(?:(?:\d*[.,])?\d+|\d{1,3}(?:[., ']\d{3})+(?:[.,]\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?)$/;
const hasDigit = /\d/;
/** Longer than the code, symbol or abbreviation of any currency. */
const hasWord = /[A-Za-z]{5}|[A-Za-z]\d+[A-Za-z]/;
/** A dash for no cents, as in `500,-`. */
const dash = /[.,][-\u2013\u2014]{1,2}(?=\s*[\p{L}\p{Sc}]*\.?$)/u;

/** Takes a text apart that may be an amount; `null` if it is none in any convention. */
export function amountShape(text: string): AmountShape | null {
  if (text.length > longest || !hasDigit.test(text) || hasWord.test(text)) return null;
  const parts = amountParts(text.replace(dash, ''));
  if (parts === null) return null;
  const digits = parts.digits.replace(/\s/gu, ' ').replace(/[’ʼ´`]/gu, "'");
  if (!written.test(digits)) return null;
  return {
    digits,
    isNegative: parts.isNegative,
    sign: parts.sign,
    currencies: parts.currencies,
  };
}

/** The amount as a whole number of `10 ** -scale`; `null` if it is not written with this decimal mark. */
export function scaledValue(
  { digits, isNegative }: AmountShape,
  decimalMark: '.' | ',',
  scale: number,
): number | null {
  const at = digits.lastIndexOf(decimalMark);
  if (at !== -1 && digits.indexOf(decimalMark) !== at) return null;
  const whole = (at === -1 ? digits : digits.slice(0, at)).replace(/\D/g, '');
  const fraction = at === -1 ? '' : digits.slice(at + 1);
  if (/\D/.test(fraction) || fraction.length > scale || whole.length + scale > 15) return null;
  const value = Number(whole + fraction.padEnd(scale, '0'));
  return isNegative && value !== 0 ? -value : value;
}
