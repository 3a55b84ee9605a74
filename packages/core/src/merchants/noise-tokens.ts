import { inCapitals } from './in-capitals.js';
import { kindsOf, months, wordKind } from './word-kinds.js';

/** One word of a description. */
export interface Token {
  readonly text: string;
  /** In capitals, without accents and without marks at its ends. */
  readonly key: string;
  /** A name needs one. */
  readonly hasLetter: boolean;
  /** Whether more than one space, or a tab, stands before it: a new column of the statement. */
  readonly isAfterGap: boolean;
  /** Whether the text has one. */
  readonly hasDigit: boolean;
  /** Whether there is no digit in text and key: then it is no date, number or reference. */
  readonly isWord: boolean;
  /** Of {@link wordKind}. */
  readonly kinds: number;
}

/** Makes a word of text that is normalised. */
export function tokenOf(text: string, isAfterGap = false): Token {
  let from = -1;
  let to = 0;
  let hasDigit = false;
  let hasLetter = false;
  let hasSmall = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 33 || code > 126) return anyToken(text, isAfterGap);
    if (isMark(code)) continue;
    if (from < 0) from = at;
    to = at + 1;
    if (code >= 97) hasSmall = true;
    if (code >= 65) hasLetter = true;
    else if (code !== 38) hasDigit = true;
  }
  const bare = from <= 0 && to === text.length ? text : text.slice(Math.max(from, 0), to);
  const key = hasSmall ? bare.toUpperCase() : bare;
  return { text, key, hasLetter, isAfterGap, hasDigit, isWord: !hasDigit, kinds: kindsOf(key) };
}

/** The same for text that is not of visible ASCII alone. */
function anyToken(text: string, isAfterGap: boolean): Token {
  let from = 0;
  let to = text.length;
  while (from < to && isMark(text.charCodeAt(from))) from++;
  while (to > from && isMark(text.charCodeAt(to - 1))) to--;
  const key = inCapitals(text.slice(from, to));
  const hasDigit = /\d/.test(text);
  return {
    text,
    key,
    hasLetter: /\p{L}/u.test(key),
    isAfterGap,
    hasDigit,
    isWord: !hasDigit && !/\d/.test(key),
    kinds: kindsOf(key),
  };
}

/** ASCII that is neither letter nor digit, but `&`, which is a word. */
function isMark(code: number): boolean {
  return (
    code < 128 &&
    code !== 38 &&
    !(code >= 48 && code <= 57) &&
    !(code >= 65 && code <= 90) &&
    !(code >= 97 && code <= 122)
  );
}

const dateToken = new RegExp(
  `^(?:\\d{1,2}[./-]\\d{1,2}(?:[./-](?:\\d{4}|\\d{2}))?\\.?|\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2})?)?|\\d{1,2}[-/]?(?:${months.join('|')})[-/]?(?:\\d{4}|\\d{2})?|\\d{1,2}[./]\\d{1,2}[./]\\d{2}/\\d{2}[.:]\\d{2})$`,
);
const timeToken = /^\d{1,2}:\d{2}(?::\d{2})?(?:AM|PM|H)?$|^\d{1,2}(?:AM|PM)$/;
const cardToken = /^(?:[X*•.]{2,}-?\d{2,6}|\d{4,6}[X*•]{2,}\d{2,6}|X\d{4}|CB\*\d{2,6}|PAS\d{3}|KARTE\d{4})$/;
const phoneToken =
  /^\+\d{6,15}$|^\+?\(?\d{3}\)?[-.]\d{3}[-.]\d{4}$|^\(?\d{3}\)?-\d{7}$|^0\d{9,10}$|^1?8(?:00|33|44|55|66|77|88)\d{7}$/;
const digits = /^\d+$/;
const storeNumber = /^(?:#\d{1,10}|#?[A-Z]?\d{3,14}|[A-Z]{1,2}-\d{2,8}|0\d{1,9}|#[A-Z]?\d{1,8})$/;
const domain =
  /^(?:HTTPS?:\/\/)?[A-Z0-9-]+(?:\.[A-Z0-9-]+)*\.(?:COM|NET|ORG|EU|UK|DE|FR|IT|ES|NL|BE|AT|CH|IO|CO)(?:\/\S*)?$/;
const amount = /^[$€£]?\d{1,9}[.,]\d{2}(?:[$€£]|EUR|USD|GBP)?$/;

export const isMonth = ({ kinds }: Token): boolean => (kinds & wordKind.month) !== 0;
export const isCardWord = ({ kinds }: Token): boolean => (kinds & wordKind.card) !== 0;
export const isStoreWord = ({ kinds }: Token): boolean => (kinds & wordKind.store) !== 0;
export const isReferenceWord = ({ kinds }: Token): boolean => (kinds & wordKind.reference) !== 0;
export const isLegalForm = ({ kinds }: Token): boolean => (kinds & wordKind.legalForm) !== 0;
export const isCurrencyMark = ({ kinds }: Token): boolean => (kinds & wordKind.currency) !== 0;
export const isWeekday = ({ kinds }: Token): boolean => (kinds & wordKind.weekday) !== 0;
export const isDate = ({ key, isWord }: Token): boolean => !isWord && dateToken.test(key);
export const isTime = ({ key, isWord }: Token): boolean => !isWord && timeToken.test(key);
export const isDigits = ({ key, isWord }: Token): boolean => !isWord && digits.test(key);
export const isAmount = ({ key, isWord }: Token): boolean => !isWord && amount.test(key);
export const isDomain = ({ key }: Token): boolean => key.includes('.') && domain.test(key);
export const isPhone = (text: string): boolean => phoneToken.test(text);

/** `XXXX1234`, `5402XXXXXXXX1234`, `X1234`; told by the text, since stars are marks. */
export const isCard = (text: string): boolean => cardToken.test(text.toUpperCase());

/** `#1234`, `T-1234`, `0042`, `6737`: at least three digits where nothing else says that it is a number of a shop. */
export const isStoreNumber = (text: string): boolean => storeNumber.test(text.toUpperCase());

/** Letters and digits mixed as no word mixes them: `MK1AB2CD3`, `S304102550000123`. */
export function isReference(text: string): boolean {
  const { length } = text;
  if (length < 5) return false;
  let digitCount = 0;
  let letters = 0;
  let changes = 0;
  let wasDigit: boolean | null = null;
  let isLowerCase = false;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
    if (!isDigit && !isLetter) {
      if (code === 45 || code === 60 || code === 62 || code === 95) continue;
      return false;
    }
    if (isDigit) digitCount++;
    else letters++;
    isLowerCase ||= code >= 97;
    if (wasDigit !== null && wasDigit !== isDigit) changes++;
    wasDigit = isDigit;
  }
  if (isLowerCase || digitCount === 0) return false;
  if (letters === 0) return digitCount >= 5;
  return (digitCount >= 2 && changes >= 3) || digitCount >= 6 || (letters <= 2 && digitCount >= 3);
}
