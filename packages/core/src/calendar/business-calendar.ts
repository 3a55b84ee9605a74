import { TitansError } from '../errors/titans-error.js';
import { isWeekend } from './holiday-rule.js';
import {
  civilFromEpochDay,
  type EpochDay,
  fromEpochDay,
  type PlainDate,
  parsePlainDate,
  toEpochDay,
} from './plain-date.js';
import { type HolidayCalendar, holidayDays } from './public-holidays.js';

/** What a business calendar is made of. */
export interface BusinessCalendarOptions {
  /** Whose public holidays are no business days; none unless told. */
  readonly country?: HolidayCalendar;
  /** Further days that are none. */
  readonly closed?: Iterable<PlainDate>;
}

/** Which days are worked: those that are neither Saturday, Sunday nor holiday. Days are epoch days. */
export interface BusinessCalendar {
  readonly country: HolidayCalendar | null;
  isHoliday(day: EpochDay): boolean;
  isBusinessDay(day: EpochDay): boolean;
  /**
   * The n-th business day after a day, before it if negative; for 0 the day itself, or the next business day where it
   * is none. O(n).
   *
   * @throws TitansError `INVALID_ARGUMENT` if one of them is not whole, or `n` is more than the days of 9999 years.
   */
  addBusinessDays(day: EpochDay, n: number): EpochDay;
  /**
   * Business days from `from` up to but without `to`; 0 if `to` is not later. O(days).
   *
   * @throws TitansError `INVALID_ARGUMENT` if one of them is not whole.
   */
  businessDaysBetween(from: EpochDay, to: EpochDay): number;
}

/** Days of the years 0001 to 9999, and so of every walk through the calendar. */
const mostDays = 3_652_059;

/**
 * Makes a business calendar.
 *
 * @throws TitansError `INVALID_ARGUMENT` for holidays that are not known, `DATE_INVALID` for a closed day that is no date.
 * @example
 * ```ts
 * import { businessCalendar, fromEpochDay, toEpochDay } from '@titans/core';
 *
 * const calendar = businessCalendar({ country: 'GB' });
 * fromEpochDay(calendar.addBusinessDays(toEpochDay('2022-06-01'), 1)); // '2022-06-06', after two bank holidays
 * ```
 */
export function businessCalendar(options: BusinessCalendarOptions = {}): BusinessCalendar {
  const { country } = options;
  const closed = new Set([...(options.closed ?? [])].map(dayOf));
  const byYear = new Map<number, ReadonlySet<EpochDay>>();
  // Any year will do: an unknown name is refused here rather than at the first question.
  if (country !== undefined) byYear.set(1970, holidayDays(country, 1970));

  function isHoliday(day: EpochDay): boolean {
    if (closed.has(day)) return true;
    if (country === undefined) return false;
    const { year } = civilFromEpochDay(day);
    let days = byYear.get(year);
    if (days === undefined) {
      days = holidayDays(country, year);
      byYear.set(year, days);
    }
    return days.has(day);
  }

  function isBusinessDay(day: EpochDay): boolean {
    return !isWeekend(day) && !isHoliday(day);
  }

  function addBusinessDays(day: EpochDay, n: number): EpochDay {
    requireWhole('day', day);
    requireWhole('n', n);
    if (Math.abs(n) > mostDays)
      throw wrong('n', `There are no ${n} business days in the years 0001 to 9999.`);
    let reached = day;
    if (n === 0) while (!isBusinessDay(reached)) reached++;
    const step = Math.sign(n);
    for (let left = Math.abs(n); left > 0; ) {
      reached += step;
      if (isBusinessDay(reached)) left--;
    }
    return reached;
  }

  function businessDaysBetween(from: EpochDay, to: EpochDay): number {
    requireWhole('from', from);
    requireWhole('to', to);
    let days = 0;
    for (let day = from; day < to; day++) if (isBusinessDay(day)) days++;
    return days;
  }

  return Object.freeze({
    country: country ?? null,
    isHoliday,
    isBusinessDay,
    addBusinessDays,
    businessDaysBetween,
  });
}

function requireWhole(field: string, value: number): void {
  if (!Number.isInteger(value))
    throw wrong(field, `"${field}" must be a whole number, not ${String(value)}.`);
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}

function dayOf(date: PlainDate): EpochDay {
  return toEpochDay(parsePlainDate(String(date)));
}

/**
 * Whether a date is neither Saturday, Sunday nor a holiday of the calendar, which has none unless told.
 *
 * @throws TitansError `DATE_INVALID` for what is no date.
 */
export function isBusinessDay(date: PlainDate, calendar: BusinessCalendar = businessCalendar()): boolean {
  return calendar.isBusinessDay(dayOf(date));
}

/**
 * The n-th business day after a date, before it if negative; for 0 the date itself, or the next business day.
 *
 * @throws TitansError `INVALID_ARGUMENT` if `n` is not whole or more than there are days, `DATE_INVALID` for what is no date and
 * outside the years 0001 to 9999.
 * @example
 * ```ts
 * import { addBusinessDays, businessCalendar } from '@titans/core';
 *
 * addBusinessDays('2024-12-24', 1, businessCalendar({ country: 'DE' })); // '2024-12-27'
 * ```
 */
export function addBusinessDays(
  date: PlainDate,
  n: number,
  calendar: BusinessCalendar = businessCalendar(),
): PlainDate {
  return fromEpochDay(calendar.addBusinessDays(dayOf(date), n));
}
