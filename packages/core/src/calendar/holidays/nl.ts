import { fromEaster, type HolidayRule, onDate, rule } from '../holiday-rule.js';
import { dayOfWeek, epochDay } from '../plain-date.js';

const sunday = 6;

/**
 * Holidays of the Netherlands (Algemene termijnenwet, art. 3, which treats Good Friday as one). Liberation Day is
 * taken as the day off that it commonly is, every fifth year.
 */
export const nl: readonly HolidayRule[] = [
  onDate('Nieuwjaarsdag', 1, 1),
  fromEaster('Goede Vrijdag', -2),
  fromEaster('Eerste paasdag', 0),
  fromEaster('Tweede paasdag', 1),
  // A day earlier where it would be a Sunday.
  rule('Koninginnedag', (year) => notOnSunday(epochDay(year, 4, 30)), { from: 1980, until: 2013 }),
  rule('Koningsdag', (year) => notOnSunday(epochDay(year, 4, 27)), { from: 2014 }),
  rule('Bevrijdingsdag', (year) => (year % 5 === 0 ? epochDay(year, 5, 5) : null), { from: 1990 }),
  fromEaster('Hemelvaartsdag', 39),
  fromEaster('Eerste pinksterdag', 49),
  fromEaster('Tweede pinksterdag', 50),
  onDate('Eerste kerstdag', 12, 25),
  onDate('Tweede kerstdag', 12, 26),
];

function notOnSunday(day: number): number {
  return dayOfWeek(day) === sunday ? day - 1 : day;
}
