import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';

/** A calendar date without a time zone, `YYYY-MM-DD`, years 0001 to 9999. */
export type PlainDate = `${number}-${number}-${number}`;

/** Days since 1970-01-01, negative before. The form in which tables keep dates. */
export type EpochDay = number;

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const millisecondsPerDay = 86_400_000;
/** 0001-01-01 and 9999-12-31. */
const firstEpochDay = -719_162;
const lastEpochDay = 2_932_896;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the year has a 29 February, by the Gregorian rule. */
export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days in the month; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0);
}

/**
 * Reads an ISO 8601 calendar date.
 *
 * @throws TitansError `DATE_INVALID` if the text is not `YYYY-MM-DD` or names a day that does not exist.
 * @example
 * ```ts
 * import { parsePlainDate } from '@titans/core';
 *
 * const date = parsePlainDate('2024-02-29');
 * ```
 */
export function parsePlainDate(text: string): PlainDate {
  const match = isoDate.exec(text);
  if (!match) {
    throw new TitansError('DATE_INVALID', `"${maskSample(text)}" is not a date of the form YYYY-MM-DD.`, {
      details: { value: maskSample(text) },
    });
  }
  return plainDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * Makes a date of its parts.
 *
 * @param month 1 to 12.
 * @param day 1 to the length of the month.
 * @throws TitansError `DATE_INVALID` if there is no such day.
 */
export function plainDate(year: number, month: number, day: number): PlainDate {
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as PlainDate;
  const isInYears = Number.isInteger(year) && year >= 1 && year <= 9999;
  const isInMonth = Number.isInteger(day) && day >= 1 && day <= daysInMonth(year, month);
  if (!isInYears || !isInMonth) {
    throw new TitansError('DATE_INVALID', `There is no day ${text}. Check the order of day and month.`, {
      details: { value: text },
    });
  }
  return text;
}

/** Whether the text is a date that {@link parsePlainDate} accepts. */
export function isPlainDate(text: string): text is PlainDate {
  const match = isoDate.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month);
}

/** Days since 1970-01-01. The date must be valid. */
export function toEpochDay(date: PlainDate): EpochDay {
  return epochDay(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

/** Days since 1970-01-01 of a valid year, month (1 to 12) and day (Hinnant, days_from_civil). */
export function epochDay(year: number, month: number, day: number): EpochDay {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * The date of an epoch day.
 *
 * @throws TitansError `DATE_INVALID` if it is no whole number or outside the years 0001 to 9999.
 */
export function fromEpochDay(day: EpochDay): PlainDate {
  if (!(Number.isInteger(day) && day >= firstEpochDay && day <= lastEpochDay)) {
    throw new TitansError('DATE_INVALID', `The epoch day ${day} is outside the years 0001 to 9999.`, {
      details: { value: String(day) },
    });
  }
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10) as PlainDate;
}

/**
 * The date some days later, or earlier if `days` is negative.
 *
 * @throws TitansError `DATE_INVALID` if that is outside the years 0001 to 9999.
 */
export function addDays(date: PlainDate, days: number): PlainDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/** The parts of an epoch day: `month` 1 to 12, `day` 1 to 31 (Hinnant, civil_from_days). */
export function civilFromEpochDay(epoch: EpochDay): { year: number; month: number; day: number } {
  const shifted = epoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Day of the week: Monday is 0, Sunday is 6. */
export function dayOfWeek(day: EpochDay): number {
  return (((day + 3) % 7) + 7) % 7;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
