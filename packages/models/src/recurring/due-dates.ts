import { fromEpochDay, limits, type PlainDate, parsePlainDate, TitansError, toEpochDay } from '@titans/core';
import { bookingCalendar, businessDayRules, isInWeeks, slotsOf } from './slots.js';
import { frequencies, type RecurringSchedule } from './stream.js';

/** Which due dates are wanted. */
export interface DueDateOptions {
  /** First day. */
  readonly from: PlainDate;
  /** Last day, itself included; at most ten years after the first. */
  readonly to: PlainDate;
  /** Days beside Saturday and Sunday on which banks book nothing. */
  readonly holidays?: readonly PlainDate[];
}

const mostDays = 10 * limits.forecastDays + 3;

/**
 * The dates from one day to another on which payments of a schedule are due, after its rule for business days, in
 * ascending order. It is a matter of the schedule alone: those of an ended stream go on, and those before its first
 * payment are there as well.
 *
 * @throws TitansError `DATE_INVALID` for what is no date, `INVALID_ARGUMENT` for more than ten years or a schedule that
 * is none.
 * @example
 * ```ts
 * import { dueDates } from '@titans/models/recurring';
 *
 * const schedule = {
 *   frequency: 'monthly',
 *   daysOfMonth: [31],
 *   businessDayRule: 'previous-business-day',
 *   anchorDate: '2024-01-31',
 * } as const;
 * dueDates({ schedule }, { from: '2024-02-01', to: '2024-04-30' });
 * // ['2024-02-29', '2024-03-29', '2024-04-30']
 * ```
 */
export function dueDates(
  stream: { readonly schedule: RecurringSchedule },
  options: DueDateOptions,
): readonly PlainDate[] {
  checkSchedule(stream.schedule);
  const [from, to] = [dayOf('from', options.from), dayOf('to', options.to)];
  if (to - from >= mostDays) {
    throw new TitansError('INVALID_ARGUMENT', 'to must be at most ten years after from.', {
      details: { field: 'to' },
    });
  }
  const holidays = new Set(daysOf('holidays', options.holidays ?? []));
  const slots = slotsOf(stream.schedule, bookingCalendar(holidays, from));
  const dates: PlainDate[] = [];
  // Booking may move days over the border in either direction.
  for (let slot = slots.nearest(from) - 1; ; slot++) {
    const day = slots.dayOf(slot);
    if (day > to) return dates;
    if (day >= from) dates.push(fromEpochDay(day));
  }
}

/** Refuses what no due dates could be counted from. */
export function checkSchedule(schedule: RecurringSchedule, place = 'schedule'): void {
  const wrong = (field: string, message: string): TitansError =>
    new TitansError('INVALID_ARGUMENT', message, { details: { field: `${place}.${field}` } });
  if (typeof schedule !== 'object' || schedule === null || !frequencies.includes(schedule.frequency)) {
    throw wrong('frequency', `The frequency of a schedule must be one of ${frequencies.join(', ')}.`);
  }
  const { frequency, daysOfMonth, businessDayRule } = schedule;
  if (!businessDayRules.includes(businessDayRule)) {
    throw wrong('businessDayRule', `businessDayRule must be one of ${businessDayRules.join(', ')}.`);
  }
  dayOf(`${place}.anchorDate`, schedule.anchorDate);
  if (frequency === 'every-days') {
    const { intervalDays = Number.NaN } = schedule;
    if (Number.isInteger(intervalDays) && intervalDays >= 1 && intervalDays <= 365) return;
    throw wrong(
      'intervalDays',
      'intervalDays of an every-days schedule must be a whole number from 1 to 365.',
    );
  }
  if (isInWeeks(frequency)) return;
  const needed = frequency === 'semi-monthly' ? 2 : 1;
  const isDay = (day: number, index: number): boolean =>
    Number.isInteger(day) && day >= 1 && day <= 31 && day > (daysOfMonth[index - 1] ?? 0);
  if (!Array.isArray(daysOfMonth) || daysOfMonth.length !== needed || !daysOfMonth.every(isDay)) {
    throw wrong(
      'daysOfMonth',
      `daysOfMonth of a ${frequency} schedule must be ${needed === 2 ? 'two days' : 'a day'} from 1 to 31, in order.`,
    );
  }
}

/** The epoch days of an option that lists dates. */
export function daysOf(field: string, dates: readonly string[]): readonly number[] {
  if (Array.isArray(dates)) return dates.map((date: string) => dayOf(field, date));
  throw new TitansError('INVALID_ARGUMENT', `${field} must be a list of dates.`, { details: { field } });
}

/** The epoch day of an option. */
export function dayOf(field: string, date: string): number {
  if (typeof date !== 'string') {
    throw new TitansError('DATE_INVALID', `${field} must be a date of the form YYYY-MM-DD.`, {
      details: { field },
    });
  }
  try {
    return toEpochDay(parsePlainDate(date));
  } catch (error) {
    throw error instanceof TitansError ? error.at({ field }) : error;
  }
}
