import { TitansError } from '../errors/titans-error.js';
import { type HolidayRule, isWeekend } from './holiday-rule.js';
import { au } from './holidays/au.js';
import { ca } from './holidays/ca.js';
import { de } from './holidays/de.js';
import { es } from './holidays/es.js';
import { fr } from './holidays/fr.js';
import { gb } from './holidays/gb.js';
import { ie } from './holidays/ie.js';
import { it } from './holidays/it.js';
import { nl } from './holidays/nl.js';
import { target } from './holidays/target.js';
import { us } from './holidays/us.js';
import { dayOfWeek, type EpochDay, epochDay, fromEpochDay, type PlainDate } from './plain-date.js';

/** Every calendar of holidays that Titans knows: ISO 3166 countries, and `TARGET` for the settlement of euro payments. */
export const holidayCalendars = [
  'AU',
  'CA',
  'DE',
  'ES',
  'FR',
  'GB',
  'IE',
  'IT',
  'NL',
  'US',
  'TARGET',
] as const;
/** Whose holidays. */
export type HolidayCalendar = (typeof holidayCalendars)[number];

const rulesByCalendar: Readonly<Record<HolidayCalendar, readonly HolidayRule[]>> = {
  AU: au,
  CA: ca,
  DE: de,
  ES: es,
  FR: fr,
  GB: gb,
  IE: ie,
  IT: it,
  NL: nl,
  US: us,
  TARGET: target,
};

/** One public holiday. */
export interface Holiday {
  readonly date: PlainDate;
  /** In the language of the country; English for Canada and Ireland. */
  readonly name: string;
  /** Whether the day is taken in place of the holiday itself, which falls on a weekend. */
  readonly isSubstitute: boolean;
}

const saturday = 5;
const sunday = 6;

/**
 * Public holidays of a year in the order of their dates, substitute days included: those that the whole country has
 * (for `GB`, England and Wales), without those of single regions. The rules are of the years from 2001 on (for `AU` from
 * 2011), with the single days that were proclaimed up to 2026; what a parliament will yet decide, no rule knows.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a calendar that is not known or a year outside 1 to 9999.
 * @example
 * ```ts
 * import { publicHolidays } from '@titans/core';
 *
 * publicHolidays('GB', 2022).map(({ date, name }) => `${date} ${name}`); // '2022-01-03 New Year's Day', …
 * ```
 */
export function publicHolidays(calendar: HolidayCalendar, year: number): readonly Holiday[] {
  const rules = rulesOf(calendar);
  if (!(Number.isInteger(year) && year >= 1 && year <= 9999)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The year must be a whole number from 1 to 9999, not ${year}.`,
      {
        details: { field: 'year' },
      },
    );
  }
  return holidaysOfYear(rules, year).map(({ day, name, isSubstitute }) =>
    Object.freeze({ date: fromEpochDay(day), name, isSubstitute }),
  );
}

/** Epoch days of the public holidays of a year, substitute days included. */
export function holidayDays(calendar: HolidayCalendar, year: number): ReadonlySet<EpochDay> {
  return new Set(holidaysOfYear(rulesOf(calendar), year).map(({ day }) => day));
}

interface HolidayOfYear {
  readonly day: EpochDay;
  readonly name: string;
  readonly isSubstitute: boolean;
}

function holidaysOfYear(rules: readonly HolidayRule[], year: number): readonly HolidayOfYear[] {
  const first = epochDay(year, 1, 1);
  const next = epochDay(year + 1, 1, 1);
  // A substitute may fall into the year before or after that of its holiday.
  return [year - 1, year, year + 1]
    .flatMap((each) => withSubstitutes(rules, each))
    .filter(({ day }) => day >= first && day < next)
    .sort((a, b) => a.day - b.day);
}

function withSubstitutes(rules: readonly HolidayRule[], year: number): readonly HolidayOfYear[] {
  const actual = rules
    .flatMap((rule) => {
      const day = rule.day(year);
      return day === null
        ? []
        : [{ day, name: rule.name, isSubstitute: false, substitution: rule.substitution }];
    })
    .sort((a, b) => a.day - b.day);
  const taken = new Set(actual.map(({ day }) => day));
  const substitutes = actual.flatMap(({ day, name, substitution }) => {
    if (substitution === undefined || !isWeekend(day)) return [];
    const substitute = substitution === 'nearest' ? nearestWeekday(day) : nextFreeWeekday(day, taken);
    taken.add(substitute);
    return [{ day: substitute, name, isSubstitute: true }];
  });
  return [...actual, ...substitutes];
}

function nearestWeekday(day: EpochDay): EpochDay {
  const weekday = dayOfWeek(day);
  return weekday === saturday ? day - 1 : weekday === sunday ? day + 1 : day;
}

function nextFreeWeekday(day: EpochDay, taken: ReadonlySet<EpochDay>): EpochDay {
  let next = day + 1;
  while (isWeekend(next) || taken.has(next)) next++;
  return next;
}

function rulesOf(calendar: HolidayCalendar): readonly HolidayRule[] {
  if (Object.hasOwn(rulesByCalendar, calendar)) return rulesByCalendar[calendar];
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The holidays of that country are not known: use one of ${holidayCalendars.join(', ')}, or leave it out.`,
    { details: { field: 'country' } },
  );
}
