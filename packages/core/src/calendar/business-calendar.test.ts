import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBusinessDays, businessCalendar, isBusinessDay } from './business-calendar.js';
import { dayOfWeek, type PlainDate, toEpochDay } from './plain-date.js';
import { type HolidayCalendar, holidayCalendars, publicHolidays } from './public-holidays.js';

describe('England and Wales', () => {
  const calendar = businessCalendar({ country: 'GB' });

  // pandas.tseries.offsets.CustomBusinessDay(n, holidays=…), its rollforward for 0; holidays of the package holidays.
  test.each<[PlainDate, number, PlainDate]>([
    ['2022-06-01', 1, '2022-06-06'],
    ['2022-06-04', 1, '2022-06-06'],
    ['2022-06-04', -1, '2022-06-01'],
    ['2022-06-04', 0, '2022-06-06'],
    ['2022-12-23', 3, '2022-12-30'],
    ['2023-01-02', -5, '2022-12-22'],
    ['2022-09-15', 20, '2022-10-14'],
  ])('%s and %i business days is %s', (date, n, expected) => {
    expect(addBusinessDays(date, n, calendar)).toBe(expected);
  });

  test('days between are those that numpy.busday_count counts', () => {
    const between = (from: PlainDate, to: PlainDate, of = calendar) =>
      of.businessDaysBetween(toEpochDay(from), toEpochDay(to));
    expect(between('2022-01-01', '2023-01-01')).toBe(250);
    expect(between('2022-12-20', '2023-01-05')).toBe(9);
    expect(between('2022-01-01', '2023-01-01', businessCalendar())).toBe(260);
    expect(between('2023-01-01', '2022-01-01')).toBe(0);
  });
});

test('without holidays, every day from Monday to Friday is worked, but those named', () => {
  expect(isBusinessDay('2024-12-25')).toBe(true);
  expect(isBusinessDay('2024-12-28')).toBe(false);
  const closed = businessCalendar({ closed: ['2024-12-24'] });
  expect(isBusinessDay('2024-12-24', closed)).toBe(false);
  expect(closed.isHoliday(toEpochDay('2024-12-24'))).toBe(true);
  expect(addBusinessDays('2024-12-23', 1, closed)).toBe('2024-12-25');
});

test('holidays are those of the country, in every year asked about', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...holidayCalendars),
      fc.integer({ min: 1900, max: 2100 }),
      (holidays, year) => {
        const calendar = businessCalendar({ country: holidays });
        const expected = new Set(publicHolidays(holidays, year).map(({ date }) => toEpochDay(date)));
        const first = toEpochDay(`${year}-01-01` as PlainDate);
        for (let day = first; day < first + 365; day++) {
          const isRight =
            calendar.isHoliday(day) === expected.has(day) &&
            calendar.isBusinessDay(day) === (dayOfWeek(day) < 5 && !expected.has(day));
          if (!isRight) expect.fail(`${holidays} ${day}`);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('n business days on and n back return to a business day, with n of them between', () => {
  const calendar = businessCalendar({ country: 'US' });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 60 }), (start, n) => {
      const day = calendar.addBusinessDays(start, 0);
      const later = calendar.addBusinessDays(day, n);
      expect(calendar.isBusinessDay(later)).toBe(true);
      expect(calendar.addBusinessDays(later, -n)).toBe(day);
      expect(calendar.businessDaysBetween(day, later)).toBe(n);
    }),
  );
});

test('what is no calendar and no number is refused at once', () => {
  const holidays: HolidayCalendar = JSON.parse('"XX"');
  expect(() => businessCalendar({ country: holidays })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  expect(() => businessCalendar().addBusinessDays(0, 0.5)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test.each<[string, () => unknown, string]>([
  ['more days than there are', () => addBusinessDays('2024-01-01', 1e12), 'INVALID_ARGUMENT'],
  [
    'an endless stretch',
    () => businessCalendar().businessDaysBetween(Number.NEGATIVE_INFINITY, 0),
    'INVALID_ARGUMENT',
  ],
  ['a day that is none', () => businessCalendar().addBusinessDays(Number.NaN, 1), 'INVALID_ARGUMENT'],
  ['a date that does not exist', () => isBusinessDay('2024-02-31'), 'DATE_INVALID'],
  ['a date that is a number', () => addBusinessDays(JSON.parse('2024'), 1), 'DATE_INVALID'],
  ['a closed day that does not exist', () => businessCalendar({ closed: ['2024-13-01'] }), 'DATE_INVALID'],
])('%s is refused, and at once', (_, ask, code) => {
  expect(ask).toThrow(expect.objectContaining({ code }));
});
