import { daysInMonth, epochDay, maskSample, TitansError } from '@titans/core';
import { isWeekday, monthOf } from './month-names.js';
import { localSeconds } from './time-zones.js';
import { tryTime } from './times.js';

/**
 * How dates are written: ISO 8601; in the stated order of day, month and year; or as the serial day number of
 * spreadsheets (1900 date system).
 *
 * Dates in an order are numbers parted by `/`, `.`, `-` or spaces, or not parted (`05032024`, `050324`), or have the
 * name of the month in a European language. Years of two digits are 1969 to 2068, as POSIX `strptime` has them.
 */
export const dateFormats = ['iso', 'day-first', 'month-first', 'year-first', 'excel-serial'] as const;
export type DateFormat = (typeof dateFormats)[number];

/** A moment of a source: a day, and a second of it where one was written. */
export interface DateAndTime {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** 0 to 86,399, or -1. */
  readonly secondOfDay: number;
}

/** Far above any date; keeps the cost of a hostile field small. */
const maxLength = 100;
const secondsPerDay = 86_400;

/**
 * Reads a date, or a date and a time of day.
 *
 * @param timeZone Where given, a moment with an offset from UTC becomes the day and the time on the clocks there;
 * else it keeps the day and the time that are written.
 * @returns `null` if it is not written so or names a day that does not exist.
 */
export function tryDate(text: string, format: DateFormat, timeZone?: string): DateAndTime | null {
  const found = readMoment(text, format, timeZone);
  return typeof found === 'string' ? null : found;
}

/**
 * The same for a text that should be a date.
 *
 * @throws TitansError `DATE_INVALID` if it is not written so or names a day that does not exist; `TIME_INVALID` if
 * what follows the date is not a time of day.
 */
export function parseDate(text: string, format: DateFormat, timeZone?: string): DateAndTime {
  const found = readMoment(text, format, timeZone);
  if (typeof found !== 'string') return found;
  const value = maskSample(text.trim());
  const details = { details: { value } };
  if (found === 'TIME_INVALID') {
    throw new TitansError(found, `"${value}" is a date, but what follows it is not a time of day.`, details);
  }
  const other = dateFormats.find((each) => typeof readMoment(text, each, timeZone) !== 'string');
  const form = format === 'iso' ? 'a date of the form YYYY-MM-DD' : `a ${format} date`;
  const remedy =
    other === undefined ? '' : ` As a ${other} date it could be read: set dateFormat if it is one.`;
  throw new TitansError(found, `"${value}" is not ${form}, or the day does not exist.${remedy}`, details);
}

function readMoment(
  text: string,
  format: DateFormat,
  timeZone: string | undefined,
): DateAndTime | 'DATE_INVALID' | 'TIME_INVALID' {
  const trimmed = text.length > maxLength ? '' : text.trim();
  if (format === 'excel-serial') return serialMoment(trimmed) ?? 'DATE_INVALID';
  const date = format === 'iso' ? isoDate(trimmed) : orderedDate(trimmed, format);
  if (date === null) return 'DATE_INVALID';
  if (date.length === trimmed.length) return { day: date.day, secondOfDay: -1 };
  const gap = timeGap.exec(trimmed.slice(date.length));
  const time = gap === null ? null : tryTime(trimmed.slice(date.length + gap[0].length));
  if (time === null) return 'TIME_INVALID';
  const { secondOfDay, offsetMinutes } = time;
  if (offsetMinutes === null || timeZone === undefined) return { day: date.day, secondOfDay };
  const local = localSeconds(date.day * secondsPerDay + secondOfDay - offsetMinutes * 60, timeZone);
  const day = Math.floor(local / secondsPerDay);
  return { day, secondOfDay: local - day * secondsPerDay };
}

/** What may stand between a date and a time. */
const timeGap = /^(?:T(?=\d)|[,;]?\s+(?:(?:at|um|kl\.?|à|[-/])\s+)?|(?=\d{4}(?:\d{2})?$))/i;

/** A date at the beginning of a text, and how many characters it has. */
interface DateFound {
  readonly day: number;
  readonly length: number;
}

type OrderedFormat = Exclude<DateFormat, 'iso' | 'excel-serial'>;

const iso = /^(\d{4})-(\d{2})-(\d{2})(?![\d-])/;

function isoDate(text: string): DateFound | null {
  const match = iso.exec(text);
  if (match === null) return null;
  return found(Number(match[1]), Number(match[2]), Number(match[3]), match[0].length);
}

const weekday = /^(\p{L}{1,16})(?:-feira)?[.,]{0,2}\s+/u;
const numbers = /^(\d{1,4})(?:\s*([/.-])\s*|\s+)(\d{1,2})(?:\s*([/.-])\s*|\s+)(\d{1,4})(?![\d/-])(\.(?!\d))?/;
const compact = /^(?:(\d{8})|(\d{6}))(?=$|\D|\d{4}$|\d{6}$)/;
const dayThenName =
  /^(\d{1,4})(?:st|nd|rd|th|er|re|[.ºª°])?[\s/.-]*(?:de\s+)?(\p{L}{2,16})\.?,?[\s/.-]*(?:del?\s+)?(\d{1,4})(?!\d)(\.(?!\d))?/iu;
const nameThenDay = /^(\p{L}{2,16})\.?[\s/.-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s/.-]+(\d{2}|\d{4})(?!\d)/iu;

function orderedDate(text: string, format: OrderedFormat): DateFound | null {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) {
    return numberedDate(text, format) ?? compactDate(text, format) ?? namedDate(text, format);
  }
  const american = nameThenDay.exec(text);
  const month = american === null ? 0 : monthOf(american[1] as string);
  if (american !== null && month > 0) {
    return found(yearOf(american[3] as string), month, Number(american[2]), american[0].length);
  }
  const before = weekday.exec(text);
  if (before === null || !isWeekday(before[1] as string)) return null;
  const rest = orderedDate(text.slice(before[0].length), format);
  return rest === null ? null : { day: rest.day, length: before[0].length + rest.length };
}

function numberedDate(text: string, format: OrderedFormat): DateFound | null {
  const match = numbers.exec(text);
  if (match === null || match[2] !== match[4] || (match[6] !== undefined && match[2] !== '.')) return null;
  const parts = [match[1] as string, match[3] as string, match[5] as string] as const;
  const [year, month, day] =
    format === 'year-first'
      ? parts
      : format === 'day-first'
        ? ([parts[2], parts[1], parts[0]] as const)
        : ([parts[2], parts[0], parts[1]] as const);
  if (month.length > 2 || day.length > 2) return null;
  return found(yearOf(year), Number(month), Number(day), match[0].length);
}

function compactDate(text: string, format: OrderedFormat): DateFound | null {
  const match = compact.exec(text);
  if (match === null) return null;
  const digits = (match[1] ?? match[2]) as string;
  const yearDigits = digits.length - 4;
  const at = format === 'year-first' ? yearDigits : 0;
  const pair = (from: number): number => Number(digits.slice(from, from + 2));
  const year = yearOf(format === 'year-first' ? digits.slice(0, yearDigits) : digits.slice(4));
  const [month, day] = format === 'day-first' ? [pair(2), pair(0)] : [pair(at), pair(at + 2)];
  return found(year, month, day, digits.length);
}

/** The name of a month says which number is the day, save where both have two digits. */
function namedDate(text: string, format: OrderedFormat): DateFound | null {
  const match = dayThenName.exec(text);
  const month = match === null ? 0 : monthOf(match[2] as string);
  if (match === null || month === 0) return null;
  const before = match[1] as string;
  const after = match[3] as string;
  const isYearBefore = before.length === 4 || (format === 'year-first' && after.length < 3);
  const year = yearOf(isYearBefore ? before : after);
  const day = isYearBefore ? after : before;
  return day.length > 2 ? null : found(year, month, Number(day), match[0].length);
}

/** The year of four digits, or of two as POSIX has it; 0 for any other number. */
function yearOf(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 2 ? year + (year < 69 ? 2000 : 1900) : 0;
}

function found(year: number, month: number, day: number, length: number): DateFound | null {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return { day: epochDay(year, month, day), length };
}

const serial = /^(\d{1,7})(?:[.,](\d{1,15}))?$/;
/** 1970-01-01, and the day that never was which spreadsheets count as 1900-02-29. */
const serialOfEpoch = 25_569;
const serialOfNoDay = 60;
/** 9999-12-31. */
const lastSerial = 2_958_465;

function serialMoment(text: string): DateAndTime | null {
  const match = serial.exec(text);
  if (match === null) return null;
  const whole = Number(match[1]);
  if (whole < 1 || whole > lastSerial || whole === serialOfNoDay) return null;
  const day = whole - serialOfEpoch + (whole < serialOfNoDay ? 1 : 0);
  if (match[2] === undefined) return { day, secondOfDay: -1 };
  const second = Math.round(Number(`0.${match[2]}`) * secondsPerDay);
  return { day, secondOfDay: Math.min(second, secondsPerDay - 1) };
}
