import {
  civilFromEpochDay,
  type HolidayCalendar,
  type PlainDate,
  publicHolidays,
  toEpochDay,
} from '@titans/core';
import { daysOf } from '../../recurring/due-dates.js';

/** How cash flows are learned. */
export interface CashflowOptions {
  /**
   * The last day that counts as past; forecasts begin on the next day. Later rows are left aside. Unless told, it is
   * the last day of the rows, without a few (at most one in a hundred) that lie half a year or more after all others.
   */
  readonly asOf?: PlainDate;
  /** Whose public holidays banks book nothing on; none unless told. */
  readonly country?: HolidayCalendar;
  /** Further days, past and to come, on which banks book nothing. */
  readonly holidays?: readonly PlainDate[];
  /**
   * Whether streams keep the name of the payee in the model and so in its artifact, as lists for users want; `false`
   * unless told, and then `payee` is `null`.
   */
  readonly keepPayeeNames?: boolean;
}

/**
 * The holidays from one epoch day to another, as epoch days in ascending order.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a country that is not known, `DATE_INVALID`.
 */
export function closedDays(
  { country, holidays = [] }: CashflowOptions,
  from: number,
  to: number,
): readonly number[] {
  const days = new Set(daysOf('cashflow.holidays', holidays));
  if (country !== undefined) {
    const last = Math.min(civilFromEpochDay(to).year, 9999);
    for (let { year } = civilFromEpochDay(from); year <= last; year++) {
      for (const { date } of publicHolidays(country, year)) days.add(toEpochDay(date));
    }
  }
  return [...days].sort((a, b) => a - b);
}
