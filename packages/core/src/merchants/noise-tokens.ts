import { inCapitals } from './in-capitals.js';

/** One word of a description. */
export interface Token {
  readonly text: string;
  /** In capitals, without accents and without marks at its ends. */
  readonly key: string;
  /** A name needs one. */
  readonly hasLetter: boolean;
  /** Whether more than one space, or a tab, stands before it: a new column of the statement. */
  readonly isAfterGap: boolean;
}

/** Makes a word of text that is normalised. */
export function tokenOf(text: string, isAfterGap = false): Token {
  let from = 0;
  let to = text.length;
  while (from < to && isMark(text.charCodeAt(from))) from++;
  while (to > from && isMark(text.charCodeAt(to - 1))) to--;
  const key = inCapitals(text.slice(from, to));
  return { text, key, hasLetter: /[A-Z]/.test(key) || /\p{L}/u.test(key), isAfterGap };
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

const months =
  'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC|MAI|OKT|DEZ|ENE|ABR|AGO|DIC|JANV|FEV|AVR|JUIN|JUIL|AOU|GEN|MAG|GIU|LUG|SET|OTT';
const monthName = new RegExp(`^(?:${months})$`);
const dateToken = new RegExp(
  `^(?:\\d{1,2}[./-]\\d{1,2}(?:[./-](?:\\d{4}|\\d{2}))?\\.?|\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2})?)?|\\d{1,2}[-/]?(?:${months})[-/]?(?:\\d{4}|\\d{2})?|\\d{1,2}[./]\\d{1,2}[./]\\d{2}/\\d{2}[.:]\\d{2})$`,
);
const timeToken = /^\d{1,2}:\d{2}(?::\d{2})?(?:AM|PM|H)?$|^\d{1,2}(?:AM|PM)$/;
const cardToken = /^(?:[X*•.]{2,}-?\d{2,6}|\d{4,6}[X*•]{2,}\d{2,6}|X\d{4}|CB\*\d{2,6}|PAS\d{3}|KARTE\d{4})$/;
const cardWord = /^(?:CARD|KARTE|CARTE|TARJETA|CARTA|PAS|ENDING|KFN|DEBITK|KARTENNR|CARTAO|KORT|CD)$/;
const phoneToken =
  /^\+\d{6,15}$|^\+?\(?\d{3}\)?[-.]\d{3}[-.]\d{4}$|^\(?\d{3}\)?-\d{7}$|^0\d{9,10}$|^1?8(?:00|33|44|55|66|77|88)\d{7}$/;
const digits = /^\d+$/;
const storeNumber = /^(?:#\d{1,10}|#?[A-Z]?\d{3,14}|[A-Z]{1,2}-\d{2,8}|0\d{1,9}|#[A-Z]?\d{1,8})$/;
const storeWord = /^(?:STORE|STORES|SHOP|NO|NR|NUM|FIL|FILIALE|BRANCH|UNIT|TERMINAL|TERM|SITE|LOC|#)$/;
const referenceWord =
  /^(?:REF|REFERENCE|REFNO|NR|MANDATE|MREF|EREF|ID|INVOICE|INV|TRN|TXN|AUTH|CODE|RRN|TRACE)$/;
const domain =
  /^(?:HTTPS?:\/\/)?[A-Z0-9-]+(?:\.[A-Z0-9-]+)*\.(?:COM|NET|ORG|EU|UK|DE|FR|IT|ES|NL|BE|AT|CH|IO|CO)(?:\/\S*)?$/;
const amount = /^[$€£]?\d{1,9}[.,]\d{2}(?:[$€£]|EUR|USD|GBP)?$/;
const currency = /^(?:USD|GBP|EUR|CHF|CAD|AUD|SEK|NOK|DKK|PLN|JPY)$/;
const legalForm =
  /^(?:LTD|LIMITED|LIMITE|LIMIT|LT|INC|INCORPORATED|LLC|LLP|LP|PLC|CORP|CORPORATION|GMBH|MBH|AG|KG|OHG|UG|EK|SARL|SAS|SASU|EURL|SA|SL|SLU|SRL|SPA|SNC|BV|NV|OY|OYJ|AB|APS|AS|ASA|SP\.?Z\.?O\.?O|KFT|SRO|PTY|PTE|CO|CIA|LTDA|GESMBH|S\.A|S\.L|S\.R\.L|S\.P\.A|B\.V|N\.V|E\.K|E\.V)$/;
const weekday = /^(?:MON|TUE|WED|THU|FRI|SAT|SUN)$/;

export const isMonth = (key: string): boolean => monthName.test(key);
export const isDate = (key: string): boolean => dateToken.test(key);
export const isTime = (key: string): boolean => timeToken.test(key);
export const isCardWord = (key: string): boolean => cardWord.test(key);
export const isDigits = (key: string): boolean => digits.test(key);
export const isStoreWord = (key: string): boolean => storeWord.test(key);
export const isReferenceWord = (key: string): boolean => referenceWord.test(key);
export const isLegalForm = (key: string): boolean => legalForm.test(key);
export const isDomain = (key: string): boolean => key.includes('.') && domain.test(key);
export const isAmount = (key: string): boolean => amount.test(key);
export const isCurrencyMark = (key: string): boolean => currency.test(key);
export const isWeekday = (key: string): boolean => weekday.test(key);
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
