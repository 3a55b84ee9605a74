import { currencyDecimals, isCurrency } from '@titans/core';

/** Decimals of a currency (ISO 4217) however its code is written; two where it is none. */
export function decimalsOf(currency: string): number {
  const code = currency.trim().toUpperCase();
  return isCurrency(code) ? currencyDecimals(code) : 2;
}

/**
 * Minor units as an amount of the main unit, digit by digit: `1234` with two decimals is `12.34`. Texts that are no
 * whole number are given back as they are.
 */
export function fromMinorUnits(text: string, decimals: number): string {
  const match = /^(-?)(\d+)$/.exec(text);
  if (match === null || decimals === 0) return text;
  const [, sign, digits = ''] = match;
  const padded = digits.padStart(decimals + 1, '0');
  return `${sign}${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
