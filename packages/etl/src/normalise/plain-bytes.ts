import { daysInMonth, epochDay } from '@titans/core';
import type { DateFormat } from './dates.js';

const zero = 0x30;
const minus = 0x2d;
const dash = 0x2d;
const point = 0x2e;
const slash = 0x2f;
const mostDigits = 15;

/** How amounts of a source are written, for {@link plainMinor}: the codes of ASCII characters. */
export interface PlainMarks {
  readonly decimal: number;
  /** -1 for none. */
  readonly group: number;
}

/**
 * The minor units of an amount in its plainest form: digits, grouped in threes or not, with a minus before and a
 * decimal mark between them. NaN for every other text, among them those with more decimals than the currency.
 */
export function plainMinor(
  bytes: Uint8Array,
  from: number,
  to: number,
  decimals: number,
  { decimal, group }: PlainMarks,
): number {
  let at = from;
  const isNegative = bytes[at] === minus;
  if (isNegative) at++;
  if (to - at > mostDigits + 1 || at >= to) return Number.NaN;
  let minor = 0;
  let wholeDigits = 0;
  let sinceGroup = 0;
  let isGrouped = false;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    const digit = byte - zero;
    if (digit >= 0 && digit <= 9) {
      minor = minor * 10 + digit;
      wholeDigits++;
      sinceGroup++;
    } else if (byte === group) {
      if (isGrouped ? sinceGroup !== 3 : sinceGroup === 0 || sinceGroup > 3) return Number.NaN;
      isGrouped = true;
      sinceGroup = 0;
    } else if (byte === decimal) break;
    else return Number.NaN;
  }
  if (wholeDigits === 0 || (isGrouped && sinceGroup !== 3)) return Number.NaN;
  let missing = decimals;
  if (at < to) {
    const first = ++at;
    for (; at < to; at++) {
      const digit = (bytes[at] as number) - zero;
      if (digit < 0 || digit > 9) return Number.NaN;
      minor = minor * 10 + digit;
    }
    missing -= to - first;
    if (missing < 0 || to === first) return Number.NaN;
  }
  if (wholeDigits + decimals > mostDigits) return Number.NaN;
  for (let i = 0; i < missing; i++) minor *= 10;
  return isNegative && minor !== 0 ? -minor : minor;
}

/**
 * The epoch day of a date in its plainest form: three numbers parted by one of `/`, `.` and `-`, the year of four
 * digits; NaN for every other text. The serial numbers of spreadsheets are never plain.
 */
export function plainDay(bytes: Uint8Array, from: number, to: number, format: DateFormat): number {
  const length = to - from;
  if (length < 8 || length > 10 || format === 'excel-serial') return Number.NaN;
  let mark = 0;
  let first = 0;
  let firstWidth = 0;
  let second = 0;
  let secondWidth = 0;
  let number = 0;
  let width = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    const digit = byte - zero;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      width++;
      continue;
    }
    if (width === 0 || secondWidth > 0) return Number.NaN;
    if (mark === 0) {
      if (byte !== dash && byte !== point && byte !== slash) return Number.NaN;
      mark = byte;
      first = number;
      firstWidth = width;
    } else {
      if (byte !== mark) return Number.NaN;
      second = number;
      secondWidth = width;
    }
    number = 0;
    width = 0;
  }
  if (secondWidth === 0 || secondWidth > 2) return Number.NaN;
  if (format === 'iso' || format === 'year-first') {
    if (firstWidth !== 4 || width === 0 || width > 2) return Number.NaN;
    if (format === 'iso' && (mark !== dash || length !== 10)) return Number.NaN;
    return dayOf(first, second, number);
  }
  if (firstWidth > 2 || width !== 4) return Number.NaN;
  return format === 'day-first' ? dayOf(number, second, first) : dayOf(number, first, second);
}

function dayOf(year: number, month: number, day: number): number {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 28) {
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  }
  return epochDay(year, month, day);
}
