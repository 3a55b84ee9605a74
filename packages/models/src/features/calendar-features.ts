import {
  businessCalendar,
  civilFromEpochDay,
  daysInMonth,
  type EpochDay,
  epochDay,
  type HolidayCalendar,
} from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

/** Which days are worked. */
export interface CalendarOptions {
  /** Whose public holidays are known; none unless told, so that every day from Monday to Friday is worked. */
  readonly country?: HolidayCalendar;
}

/** Holidays are looked for this far before and after a day. */
const mostDays = 100;
/** Days whose values are kept: transactions come by the thousand on each of some hundred days. */
const mostKnown = 4_000;

/**
 * The row's date among working days: whether it is one, its number in the month (on other days that of the next), the
 * working days of the month after it, and the days to the end of the month. With a country also whether it is a public
 * holiday, and days to the next and since the last one, 0 on a holiday, at most 100.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a country whose holidays are not known.
 * @example
 * ```ts
 * import { calendarFeatures, featureSet, features } from '@titans/models/features';
 *
 * const named = new Set(calendarFeatures().features.map(({ name }) => name));
 * const others = features.groups.filter((group) => !group.features.some(({ name }) => named.has(name)));
 * const british = featureSet([...others, calendarFeatures({ country: 'GB' })]);
 * ```
 */
export function calendarFeatures(options: CalendarOptions = {}): FeatureGroup {
  const { country } = options;
  const calendar = businessCalendar(options);
  const names = [
    'is_business_day',
    'business_day_of_month',
    'business_days_to_month_end',
    'days_to_month_end',
    ...(country === undefined ? [] : ['is_holiday', 'days_to_holiday', 'days_since_holiday']),
  ];
  const known = new Map<EpochDay, Float64Array>();

  function compute(date: EpochDay): Float64Array {
    const values = new Float64Array(names.length);
    const { year, month, day } = civilFromEpochDay(date);
    const last = epochDay(year, month, daysInMonth(year, month));
    values[0] = Number(calendar.isBusinessDay(date));
    values[1] = calendar.businessDaysBetween(date - day + 1, date) + 1;
    values[2] = calendar.businessDaysBetween(date + 1, last + 1);
    values[3] = last - date;
    if (country === undefined) return values;
    values[4] = Number(calendar.isHoliday(date));
    values[5] = daysToHoliday(date, 1);
    values[6] = daysToHoliday(date, -1);
    return values;
  }

  function daysToHoliday(date: EpochDay, step: 1 | -1): number {
    let days = 0;
    while (days < mostDays && !calendar.isHoliday(date + step * days)) days++;
    return days;
  }

  return defineFeatures({
    features: names.map((name) => ({ name, kind: 'numeric' })),
    inputs: ['date'],
    init: () => null,
    read(_state, { date }, values) {
      if (Number.isNaN(date)) {
        values.fill(Number.NaN);
        return;
      }
      let ofDate = known.get(date);
      if (ofDate === undefined) {
        ofDate = compute(date);
        if (known.size >= mostKnown) known.clear();
        known.set(date, ofDate);
      }
      values.set(ofDate);
    },
  });
}
