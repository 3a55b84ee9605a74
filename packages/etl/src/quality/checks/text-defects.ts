/**
 * Two or more characters that are one in UTF-8, read byte by byte as Windows-1252 or Latin-1: a leading byte from 0xC2
 * to 0xF4 and as many following bytes as it asks for.
 */
const misread =
  /[\u00c2-\u00df][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]|[\u00e0-\u00ef][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]{2}/;
const control = /[\p{Cc}\ufffd]/u;

/** Whether a text is as it was written: no control characters, no U+FFFD, no UTF-8 read in another encoding. */
export function isWellFormedText(text: string): boolean {
  return !control.test(text) && !misread.test(text);
}

/** Digits that may be grouped by single spaces or hyphens, and are part of no longer run of digits. */
const longNumber = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;
/** First digits of Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay and Maestro. */
const issuer =
  /^(?:4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|6(?:011|4[4-9]|5|2|7)|3(?:0[0-5]|[689])|35(?:2[89]|[3-8])|50|5[6-9])/;

/** Whether a text holds a number of a payment card: 13 to 19 digits, a known first part, and the right check digit. */
export function hasCardNumber(text: string): boolean {
  for (const [found] of text.matchAll(longNumber)) {
    const digits = found.replace(/[ -]/g, '');
    if (issuer.test(digits) && isLuhnValid(digits)) return true;
  }
  return false;
}

/** The check digit of ISO/IEC 7812-1, annex B. */
function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
