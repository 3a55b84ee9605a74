import { fromEaster, type HolidayRule, onDate, onWeekday, rule } from '../holiday-rule.js';
import { dayOfWeek, epochDay } from '../plain-date.js';

const monday = 0;
const moved = { substitution: 'next' } as const;

/** General holidays of federally regulated employers, banks among them (Canada Labour Code, Part III, Division V). */
export const ca: readonly HolidayRule[] = [
  onDate("New Year's Day", 1, 1, moved),
  fromEaster('Good Friday', -2),
  // The Monday before 25 May.
  rule('Victoria Day', (year) => epochDay(year, 5, 24) - dayOfWeek(epochDay(year, 5, 24))),
  onDate('Canada Day', 7, 1, moved),
  onWeekday('Labour Day', 9, monday, 1),
  onDate('National Day for Truth and Reconciliation', 9, 30, { from: 2021, ...moved }),
  onWeekday('Thanksgiving Day', 10, monday, 2),
  onDate('Remembrance Day', 11, 11, moved),
  onDate('Christmas Day', 12, 25, moved),
  onDate('Boxing Day', 12, 26, moved),
];
