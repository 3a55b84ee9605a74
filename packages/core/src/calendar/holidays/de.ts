import { fromEaster, type HolidayRule, once, onDate } from '../holiday-rule.js';

/** Public holidays of all sixteen states of Germany; those of single states are not in the list. */
export const de: readonly HolidayRule[] = [
  onDate('Neujahr', 1, 1),
  fromEaster('Karfreitag', -2),
  fromEaster('Ostermontag', 1),
  onDate('Tag der Arbeit', 5, 1),
  fromEaster('Christi Himmelfahrt', 39),
  fromEaster('Pfingstmontag', 50),
  onDate('Tag der Deutschen Einheit', 10, 3, { from: 1990 }),
  once('Reformationstag', 2017, 10, 31),
  onDate('Erster Weihnachtstag', 12, 25),
  onDate('Zweiter Weihnachtstag', 12, 26),
];
