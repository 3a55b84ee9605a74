import { type HolidayRule, onDate, onWeekday } from '../holiday-rule.js';

const monday = 0;
const thursday = 3;
const moved = { substitution: 'nearest' } as const;

/** Federal holidays of the United States (5 U.S.C. § 6103), with the days on which they are observed. */
export const us: readonly HolidayRule[] = [
  onDate("New Year's Day", 1, 1, moved),
  onWeekday('Birthday of Martin Luther King, Jr.', 1, monday, 3),
  onWeekday("Washington's Birthday", 2, monday, 3),
  onWeekday('Memorial Day', 5, monday, -1),
  onDate('Juneteenth National Independence Day', 6, 19, { from: 2021, ...moved }),
  onDate('Independence Day', 7, 4, moved),
  onWeekday('Labor Day', 9, monday, 1),
  onWeekday('Columbus Day', 10, monday, 2),
  onDate('Veterans Day', 11, 11, moved),
  onWeekday('Thanksgiving Day', 11, thursday, 4),
  onDate('Christmas Day', 12, 25, moved),
];
