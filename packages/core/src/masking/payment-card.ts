/** Prefixes of card numbers with the lengths that they are issued in (ISO/IEC 7812 and the schemes' own ranges). */
const schemes: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|095|[689])/, [14, 15, 16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(?:6011|64[4-9]|65|62|60|81|82|508|353|356)/, [16, 17, 18, 19]],
  [/^220[0-5]/, [16, 17, 18, 19]],
  [/^(?:9792|1946)/, [16]],
  [/^(?:50|5[6-8]|6[013789])/, [13, 14, 15, 16, 17, 18, 19]],
];

/** Whether the last digit is the check digit of the others (Luhn; ISO/IEC 7812-1, annex B). */
export function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether digits are a card number: the prefix and the length of a scheme, and the right check digit. */
export function isCardNumber(digits: string): boolean {
  return (
    schemes.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) &&
    hasLuhnCheckDigit(digits)
  );
}

/** Digits in one group, or in groups of three to eight with one kind of separator. */
const separators = /[ .\-_\u00a0\u2009\u2010\u2011\u202f]/u;
const shortestGroup = 3;
const longestGroup = 8;
const longestNumber = 19;

/**
 * Where a card number begins and ends in a run of digits and single separators: the first from its left. A number begins
 * and ends where a group does.
 */
export function findCardNumber(run: string): readonly [start: number, end: number] | null {
  const groups: { readonly start: number; readonly digits: string }[] = [];
  for (const { index, 0: digits } of run.matchAll(/\d+/g)) groups.push({ start: index, digits });
  for (const [first, { start, digits: begin }] of groups.entries()) {
    if (isCardNumber(begin)) return [start, start + begin.length];
    let digits = begin;
    let separator: string | undefined;
    if (!isPlausible(begin)) continue;
    for (const { start: at, digits: next } of groups.slice(first + 1)) {
      const between = run[at - 1];
      separator ??= between;
      if (between !== separator || !separators.test(between ?? '') || !isPlausible(next)) break;
      digits += next;
      if (digits.length > longestNumber) break;
      if (isCardNumber(digits)) return [start, at + next.length];
    }
  }
  return null;
}

function isPlausible({ length }: string): boolean {
  return length >= shortestGroup && length <= longestGroup;
}
