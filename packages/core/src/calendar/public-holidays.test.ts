import { describe, expect, test } from 'vitest';
import { dayOfWeek, toEpochDay } from './plain-date.js';
import { type HolidayCalendar, holidayCalendars, publicHolidays } from './public-holidays.js';
import { weekdayHolidays } from './testing/weekday-holidays.js';

const shown = (calendar: HolidayCalendar, year: number) =>
  publicHolidays(calendar, year).map(
    ({ date, name, isSubstitute }) => `${date} ${name}${isSubstitute ? ' *' : ''}`,
  );

test.each(holidayCalendars)(
  '%s from Monday to Friday of 2015 to 2030, as the package holidays has them',
  (calendar) => {
    for (const [year, expected] of Object.entries(weekdayHolidays[calendar])) {
      const dates = publicHolidays(calendar, Number(year))
        .map(({ date }) => date)
        .filter((date) => dayOfWeek(toEpochDay(date)) < 5);
      expect([...new Set(dates)].map((date) => date.slice(5)).join(' '), year).toBe(expected);
    }
  },
);

test('England and Wales in 2022, as gov.uk/bank-holidays published them', () => {
  expect(shown('GB', 2022)).toEqual([
    "2022-01-01 New Year's Day",
    "2022-01-03 New Year's Day *",
    '2022-04-15 Good Friday',
    '2022-04-18 Easter Monday',
    '2022-05-02 Early May bank holiday',
    '2022-06-02 Spring bank holiday',
    '2022-06-03 Platinum Jubilee bank holiday',
    '2022-08-29 Summer bank holiday',
    '2022-09-19 State Funeral of Queen Elizabeth II',
    '2022-12-25 Christmas Day',
    '2022-12-26 Boxing Day',
    '2022-12-27 Christmas Day *',
  ]);
});

test('a substitute may be in the year before: New Year’s Day of 2022 was observed in the United States in 2021', () => {
  expect(shown('US', 2021).at(-1)).toBe("2021-12-31 New Year's Day *");
  expect(shown('US', 2022)[0]).toBe("2022-01-01 New Year's Day");
});

test('holidays on a Sunday that the law does not move stay there', () => {
  expect(shown('DE', 2022).filter((line) => line.startsWith('2022-12-25'))).toEqual([
    '2022-12-25 Erster Weihnachtstag',
  ]);
  expect(shown('NL', 2024)).toContain('2024-03-31 Eerste paasdag');
});

describe('what is refused', () => {
  test('a country without rules, with the ones that there are', () => {
    // A caller that is not compiled.
    const calendar: HolidayCalendar = JSON.parse('"ATLANTIS"');
    expect(() => publicHolidays(calendar, 2024)).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('DE, ES, FR, GB'),
      }),
    );
  });

  test.each([0, 10_000, 2024.5, Number.NaN])('the year %d', (year) => {
    expect(() => publicHolidays('DE', year)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

test('the first and the last year that there are', () => {
  expect(publicHolidays('US', 1).at(0)?.date).toBe('0001-01-01');
  expect(publicHolidays('GB', 9999).at(-1)?.date.slice(0, 4)).toBe('9999');
});
