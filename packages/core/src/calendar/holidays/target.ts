import { fromEaster, type HolidayRule, onDate } from '../holiday-rule.js';

/** Closing days of T2, formerly TARGET2: no payment in euro is settled between banks (ECB, since 2002). */
export const target: readonly HolidayRule[] = [
  onDate("New Year's Day", 1, 1),
  fromEaster('Good Friday', -2),
  fromEaster('Easter Monday', 1),
  onDate('Labour Day', 5, 1),
  onDate('Christmas Day', 12, 25),
  onDate('Christmas Holiday', 12, 26),
];
