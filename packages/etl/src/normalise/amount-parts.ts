import type { AmountFormat, CurrencyCode } from '@titans/core';
import { currenciesOf } from './currency-symbols.js';

/** An amount taken apart, before its currency and the convention of its digits are known. */
export interface AmountParts {
  /** Digits with their marks, for example `1.234,50`. */
  readonly digits: string;
  readonly isNegative: boolean;
  /** How the sign was written; `null` where there was none. */
  readonly sign: 'leading' | 'trailing' | 'parentheses' | 'letters' | null;
  /** What was written beside the digits: the currencies it can stand for, most likely first. */
  readonly currencies: readonly CurrencyCode[] | null;
}

/** Far above any amount; keeps the cost of a hostile field small. */
export const mostCharacters = 100;

/** Marks of credit and debit beside an amount: `H` and `S` are the German Haben and Soll. */
const signLetters: Readonly<Record<string, boolean>> = {
  cr: false,
  c: false,
  h: false,
  dr: true,
  db: true,
  d: true,
  s: true,
};

const minuses = /[\u2212\u2012\u2013\ufe63\uff0d]/g;
const wordBefore = /^((?:\p{L}|\p{Sc})+)(\.?)/u;
const wordBehind = /((?:\p{L}|\p{Sc})+)\.?$/u;
/** Abbreviations whose point may stand before a digit: that of any other word is the decimal mark. */
const abbreviations = /^(?:rs|rp|kr|s?fr|руб)$/i;

/**
 * Takes the sign and the currency off an amount, whichever way they are written: a minus or plus on either side
 * (U+2212 too), parentheses, or CR, DR, C, D, H, S, and the code or symbol of a currency on either side.
 *
 * @param negative Where given, only this notation of negative amounts and the leading minus are taken.
 * @returns `null` if something else stands there, or two signs.
 */
export function amountParts(text: string, negative?: AmountFormat['negative']): AmountParts | null {
  if (text.length > mostCharacters) return null;
  let rest = text.trim().replace(minuses, '-');
  let sign: AmountParts['sign'] = null;
  let isNegative = false;
  let currencies: readonly CurrencyCode[] | null = null;
  for (;;) {
    const first = rest[0];
    const last = rest.at(-1);
    if (first === undefined) return null;
    if (first === '(' && last === ')') {
      if (isRefused('parentheses', negative) || !isSign('parentheses', true)) return null;
      rest = rest.slice(1, -1).trim();
    } else if (first === '-' || first === '+') {
      if (!isSign('leading', first === '-')) return null;
      rest = rest.slice(1).trimStart();
    } else if (last === '-' || last === '+') {
      if (isRefused('trailing-minus', negative) || !isSign('trailing', last === '-')) return null;
      rest = rest.slice(0, -1).trimEnd();
    } else {
      const before = wordBefore.exec(rest);
      const behind = before === null ? wordBehind.exec(rest) : null;
      const word = before?.[1] ?? behind?.[1];
      if (word === undefined) return { digits: rest, isNegative, sign, currencies };
      if (!isMark(word)) return null;
      if (before === null) rest = rest.slice(0, behind?.index).trimEnd();
      else rest = rest.slice(word.length + (hasPoint(word, rest) ? 1 : 0)).trimStart();
    }
  }

  /** Letters may say again what another sign says; nothing else may, and nothing may contradict. */
  function isSign(kind: NonNullable<AmountParts['sign']>, minus: boolean): boolean {
    const isAgain = sign !== null && (sign === 'letters') === (kind === 'letters');
    if (isAgain || (sign !== null && isNegative !== minus)) return false;
    isNegative = minus;
    sign = sign === null || sign === 'letters' ? kind : sign;
    return true;
  }

  function isMark(word: string): boolean {
    const isDebit = signLetters[word.toLowerCase()];
    if (isDebit !== undefined) return isSign('letters', isDebit);
    const named = currenciesOf(word);
    const known = currencies;
    currencies = known === null ? named : (named?.filter((code) => known.includes(code)) ?? null);
    return currencies !== null && currencies.length > 0;
  }
}

/** Whether the point behind a word belongs to the word. */
function hasPoint(word: string, rest: string): boolean {
  return rest[word.length] === '.' && (abbreviations.test(word) || !/^\d/.test(rest.slice(word.length + 1)));
}

function isRefused(
  notation: NonNullable<AmountFormat['negative']>,
  negative: AmountFormat['negative'],
): boolean {
  return negative !== undefined && negative !== notation;
}
