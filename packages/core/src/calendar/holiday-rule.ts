import { easterSunday } from './easter.js';
import { dayOfWeek, daysInMonth, type EpochDay, epochDay } from './plain-date.js';

/**
 * Which day is taken for a holiday that falls on a weekend: `next` the first day after it that is neither weekend nor
 * holiday, `nearest` Friday for Saturday and Monday for Sunday.
 */
export type Substitution = 'next' | 'nearest';

/** A holiday of every year, or of some. */
export interface HolidayRule {
  readonly name: string;
  /** The day in a year; `null` where the year has none. */
  day(year: number): EpochDay | null;
  readonly substitution?: Substitution;
}

/** Years of a rule, both included; all unless told. */
export interface HolidayYears {
  readonly from?: number;
  readonly until?: number;
  /** Years that have the holiday on another day, or not at all. */
  readonly except?: readonly number[];
  readonly substitution?: Substitution;
}

const saturday = 5;

/** Whether the epoch day is a Saturday or a Sunday. */
export function isWeekend(day: EpochDay): boolean {
  return dayOfWeek(day) >= saturday;
}

/** The same date every year; `month` is 1 to 12. */
export function onDate(name: string, month: number, day: number, years: HolidayYears = {}): HolidayRule {
  return rule(name, (year) => epochDay(year, month, day), years);
}

/** Some days after Easter Sunday, before it if negative. */
export function fromEaster(name: string, days: number, years: HolidayYears = {}): HolidayRule {
  return rule(name, (year) => easterSunday(year) + days, years);
}

/** The n-th weekday (Monday 0) of a month, the last for -1. */
export function onWeekday(
  name: string,
  month: number,
  weekday: number,
  n: 1 | 2 | 3 | 4 | -1,
  years: HolidayYears = {},
): HolidayRule {
  return rule(
    name,
    (year) => {
      if (n === -1) {
        const last = epochDay(year, month, daysInMonth(year, month));
        return last - ((dayOfWeek(last) - weekday + 7) % 7);
      }
      const first = epochDay(year, month, 1);
      return first + ((weekday - dayOfWeek(first) + 7) % 7) + 7 * (n - 1);
    },
    years,
  );
}

/** A day of one year alone. */
export function once(name: string, year: number, month: number, day: number): HolidayRule {
  return onDate(name, month, day, { from: year, until: year });
}

/** A rule of one's own, kept to its years. */
export function rule(
  name: string,
  day: (year: number) => EpochDay | null,
  years: HolidayYears = {},
): HolidayRule {
  const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, except, substitution } = years;
  return Object.freeze({
    name,
    day: (year: number) =>
      year >= from && year <= until && except?.includes(year) !== true ? day(year) : null,
    ...(substitution === undefined ? {} : { substitution }),
  });
}
