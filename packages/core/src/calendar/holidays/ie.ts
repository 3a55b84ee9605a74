import { fromEaster, type HolidayRule, once, onDate, onWeekday, rule } from '../holiday-rule.js';
import { dayOfWeek, epochDay } from '../plain-date.js';

const monday = 0;
const friday = 4;

/** Public holidays of Ireland (Organisation of Working Time Act 1997); the law moves none that falls on a weekend. */
export const ie: readonly HolidayRule[] = [
  onDate("New Year's Day", 1, 1),
  // The first Monday of February, but 1 February where that is a Friday.
  rule(
    "Saint Brigid's Day",
    (year) => {
      const first = epochDay(year, 2, 1);
      return dayOfWeek(first) === friday ? first : first + ((7 - dayOfWeek(first)) % 7);
    },
    { from: 2023 },
  ),
  onDate("Saint Patrick's Day", 3, 17),
  once('Day of Remembrance and Recognition', 2022, 3, 18),
  fromEaster('Easter Monday', 1),
  onWeekday('May Day', 5, monday, 1),
  onWeekday('June holiday', 6, monday, 1),
  onWeekday('August holiday', 8, monday, 1),
  onWeekday('October holiday', 10, monday, -1),
  onDate('Christmas Day', 12, 25),
  onDate("Saint Stephen's Day", 12, 26),
];
