import { fromEaster, type HolidayRule, once, onDate, onWeekday } from '../holiday-rule.js';

const monday = 0;
const moved = { substitution: 'next' } as const;

/** Bank holidays of England and Wales (Banking and Financial Dealings Act 1971, and proclamations since). */
export const gb: readonly HolidayRule[] = [
  onDate("New Year's Day", 1, 1, moved),
  fromEaster('Good Friday', -2),
  fromEaster('Easter Monday', 1),
  onWeekday('Early May bank holiday', 5, monday, 1, { except: [2020] }),
  once('Early May bank holiday', 2020, 5, 8),
  onWeekday('Spring bank holiday', 5, monday, -1, { except: [2002, 2012, 2022] }),
  once('Golden Jubilee bank holiday', 2002, 6, 3),
  once('Spring bank holiday', 2002, 6, 4),
  once('Royal Wedding bank holiday', 2011, 4, 29),
  once('Spring bank holiday', 2012, 6, 4),
  once('Diamond Jubilee bank holiday', 2012, 6, 5),
  once('Spring bank holiday', 2022, 6, 2),
  once('Platinum Jubilee bank holiday', 2022, 6, 3),
  once('State Funeral of Queen Elizabeth II', 2022, 9, 19),
  once('Coronation of King Charles III', 2023, 5, 8),
  onWeekday('Summer bank holiday', 8, monday, -1),
  onDate('Christmas Day', 12, 25, moved),
  onDate('Boxing Day', 12, 26, moved),
];
