import { fromEaster, type HolidayRule, once, onDate } from '../holiday-rule.js';

const moved = { substitution: 'next' } as const;

/** Public holidays that all states and territories of Australia have, with the days in lieu that all of them give. */
export const au: readonly HolidayRule[] = [
  onDate("New Year's Day", 1, 1, moved),
  onDate('Australia Day', 1, 26, moved),
  fromEaster('Good Friday', -2),
  fromEaster('Easter Monday', 1),
  onDate('Anzac Day', 4, 25),
  once('National Day of Mourning', 2022, 9, 22),
  onDate('Christmas Day', 12, 25, moved),
  onDate('Boxing Day', 12, 26, moved),
];
