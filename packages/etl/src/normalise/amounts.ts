import { type AmountFormat, type CurrencyCode, currencyDecimals, parseAmount } from '@titans/core';

const zero = 0x30;
const minus = 0x2d;
const point = 0x2e;
const mostDigits = 15;

/**
 * Makes a reader of amounts in one currency, which agrees with core's `parseAmount` on every text and is several
 * times as fast on plain ones such as `-1234.56`.
 *
 * @returns Whole minor units; the reader throws as `parseAmount` does.
 */
export function amountReader(currency: CurrencyCode, format: AmountFormat = {}): (text: string) => number {
  const decimals = currencyDecimals(currency);
  const isPlain = (format.decimalMark ?? '.') === '.';
  return (text) => (isPlain ? plainAmount(text, decimals) : null) ?? parseAmount(text, currency, format);
}

/** The minor units of digits with an optional minus before and point between them, else `null`. */
function plainAmount(text: string, decimals: number): number | null {
  const length = text.length;
  const isNegative = text.charCodeAt(0) === minus;
  let at = isNegative ? 1 : 0;
  if (length - at > mostDigits) return null;
  let minor = 0;
  let wholeDigits = 0;
  let fractionDigits = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === point && fractionDigits === -1) fractionDigits = 0;
    else {
      const digit = code - zero;
      if (digit < 0 || digit > 9) return null;
      minor = minor * 10 + digit;
      if (fractionDigits === -1) wholeDigits++;
      else fractionDigits++;
    }
  }
  if (wholeDigits === 0 || fractionDigits === 0 || fractionDigits > decimals) return null;
  const missing = decimals - Math.max(fractionDigits, 0);
  if (wholeDigits + decimals > mostDigits) return null;
  for (let i = 0; i < missing; i++) minor *= 10;
  return isNegative && minor !== 0 ? -minor : minor;
}
