import {
  isPlainDate,
  maskSample,
  parsePlainDate,
  plainDate,
  TitansError,
  toEpochDay,
  toSecondOfDay,
} from '@titans/core';

/** How dates are written: ISO 8601, or three numbers parted by `/`, `.` or `-` in the stated order. */
export const dateFormats = ['iso', 'day-first', 'month-first', 'year-first'] as const;
export type DateFormat = (typeof dateFormats)[number];

/** A moment of a source: a day, and a second of it where one was written. */
export interface DateAndTime {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** 0 to 86,399, or -1. */
  readonly secondOfDay: number;
}

const threeNumbers = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})$/;

/**
 * Reads a date, or a date and a time of day parted by a space or `T`.
 *
 * @throws TitansError `DATE_INVALID` if it is not written so, has a year of other than four digits, or names a day
 * that does not exist; `TIME_INVALID` if what follows the date is not a time of day. Times with an offset are
 * refused, since they do not say which day it was where the account is.
 */
export function parseDate(text: string, format: DateFormat): DateAndTime {
  const trimmed = text.trim();
  const gap = trimmed.search(/(?<=\d)T|\s/);
  const datePart = gap === -1 ? trimmed : trimmed.slice(0, gap);
  const day = format === 'iso' ? isoDay(datePart) : orderedDay(datePart, format);
  return { day, secondOfDay: gap === -1 ? -1 : secondOf(trimmed.slice(gap + 1).trim()) };
}

function secondOf(time: string): number {
  if (/^\d\d:\d\d.*(?:Z|[+-]\d\d(?::?\d\d)?)$/i.test(time)) {
    const value = maskSample(time);
    const message = `"${value}" has an offset from UTC, which does not say the day where the account is. Write local dates.`;
    throw new TitansError('TIME_INVALID', message, { details: { value } });
  }
  return toSecondOfDay(time);
}

function isoDay(text: string): number {
  if (isPlainDate(text)) return toEpochDay(text);
  if (threeNumbers.test(text) && !/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    throw new TitansError(
      'DATE_INVALID',
      `"${maskSample(text)}" is not a date of the form YYYY-MM-DD. If it is a date, set dateFormat to its order.`,
      { details: { value: maskSample(text) } },
    );
  }
  return toEpochDay(parsePlainDate(text));
}

function orderedDay(text: string, format: Exclude<DateFormat, 'iso'>): number {
  const match = threeNumbers.exec(text);
  const numbers = [match?.[1] ?? '', match?.[3] ?? '', match?.[4] ?? ''] as const;
  const [year, month, day] =
    format === 'year-first'
      ? numbers
      : format === 'day-first'
        ? ([numbers[2], numbers[1], numbers[0]] as const)
        : ([numbers[2], numbers[0], numbers[1]] as const);
  if (match === null || year.length !== 4 || month.length > 2 || day.length > 2) {
    throw new TitansError(
      'DATE_INVALID',
      `"${maskSample(text)}" is not a ${format} date with a four-digit year.`,
      {
        details: { value: maskSample(text) },
      },
    );
  }
  return toEpochDay(plainDate(Number(year), Number(month), Number(day)));
}
