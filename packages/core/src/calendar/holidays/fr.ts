import { fromEaster, type HolidayRule, onDate } from '../holiday-rule.js';

/** Public holidays of France (Code du travail, art. L3133-1); Whit Monday was worked from 2005 to 2007. */
export const fr: readonly HolidayRule[] = [
  onDate("Jour de l'an", 1, 1),
  fromEaster('Lundi de Pâques', 1),
  onDate('Fête du Travail', 5, 1),
  onDate('Victoire 1945', 5, 8, { from: 1982 }),
  fromEaster('Ascension', 39),
  fromEaster('Lundi de Pentecôte', 50, { except: [2005, 2006, 2007] }),
  onDate('Fête nationale', 7, 14),
  onDate('Assomption', 8, 15),
  onDate('Toussaint', 11, 1),
  onDate('Armistice 1918', 11, 11),
  onDate('Noël', 12, 25),
];
