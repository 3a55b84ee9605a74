import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DateFormat, parseDate, tryDate } from './dates.js';

// Epoch days by Python: (date(2024, 3, 4) - date(1970, 1, 1)).days
const fourthOfMarch = 19_786;

describe('one day', () => {
  test.each<[string, DateFormat]>([
    ['2024-03-04', 'iso'],
    [' 2024-03-04 ', 'iso'],
    ['04/03/2024', 'day-first'],
    ['4.3.2024', 'day-first'],
    ['4. 3. 2024', 'day-first'],
    ['04-03-24', 'day-first'],
    ['04 03 2024', 'day-first'],
    ['04032024', 'day-first'],
    ['040324', 'day-first'],
    ['Mon 04/03/2024', 'day-first'],
    ['Mo., 04.03.2024', 'day-first'],
    ['03/04/2024', 'month-first'],
    ['3/4/24', 'month-first'],
    ['03042024', 'month-first'],
    ['2024/3/4', 'year-first'],
    ['2024. 03. 04.', 'year-first'],
    ['24-03-04', 'year-first'],
    ['20240304', 'year-first'],
    ['240304', 'year-first'],
    ['24-Mar-04', 'year-first'],
    ['2024-Mar-04', 'year-first'],
    ['4 March 2024', 'day-first'],
    ['4th March 2024', 'month-first'],
    ['March 4, 2024', 'month-first'],
    ['Mar 4th 24', 'day-first'],
    ['04-Mar-24', 'day-first'],
    ['04MAR2024', 'day-first'],
    ['04MAR24', 'month-first'],
    ['4. März 2024', 'day-first'],
    ['4 mars 2024', 'day-first'],
    ['4 de marzo de 2024', 'day-first'],
    ['4 de março de 2024', 'day-first'],
    ['4 marzo 2024', 'day-first'],
    ['4 maart 2024', 'day-first'],
    ['4. maaliskuuta 2024', 'day-first'],
    ['4. března 2024', 'day-first'],
    ['4 marca 2024', 'day-first'],
    ['2024. március 4.', 'year-first'],
    ['4 martie 2024', 'day-first'],
    ['4 Mart 2024', 'day-first'],
    ['45355', 'excel-serial'],
  ])('%s is read %s', (text, format) => {
    expect(tryDate(text, format)).toEqual({ day: fourthOfMarch, secondOfDay: -1 });
  });
});

describe('what is no date', () => {
  test.each<[string, DateFormat]>([
    ['2024-3-4', 'iso'],
    ['04/03/2024', 'iso'],
    ['20240304', 'iso'],
    ['2024-03-04-05', 'iso'],
    ['', 'iso'],
    ['Total', 'iso'],
    ['13/13/2024', 'day-first'],
    ['12/31/2024', 'day-first'],
    ['31/12-2024', 'day-first'],
    ['29/02/2023', 'day-first'],
    ['31/12/4', 'day-first'],
    ['31/12/124', 'day-first'],
    ['2024-03-04', 'day-first'],
    ['04/03/2024', 'year-first'],
    ['04.03.', 'day-first'],
    ['1.234.567', 'day-first'],
    ['4 Foo 2024', 'day-first'],
    ['Total 04/03/2024', 'day-first'],
    ['99999999', 'year-first'],
    ['0', 'excel-serial'],
    ['60', 'excel-serial'],
    ['2958466', 'excel-serial'],
    ['-5', 'excel-serial'],
    ['9'.repeat(100_000), 'day-first'],
  ])('%s, %s', (text, format) => {
    expect(tryDate(text, format)).toBeNull();
    expect(() => parseDate(text, format)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  });

  test('is shown masked, with the format that would read it', () => {
    expect(() => parseDate('Total', 'iso')).toThrow('"T•••l" is not a date');
    expect(() => parseDate('31/12/2024', 'iso')).toThrow('As a day-first date it could be read');
  });
});

describe('a time of day', () => {
  test.each<[string, DateFormat, number]>([
    ['2024-03-04T13:45', 'iso', 49_500],
    ['2024-03-04 13:45:01.999', 'iso', 49_501],
    ['04.03.2024 13:45:01', 'day-first', 49_501],
    ['04.03.2024, 13.45', 'day-first', 49_500],
    ['04/03/2024 1:45 PM', 'day-first', 49_500],
    ['03/04/2024 12:00:00 a.m.', 'month-first', 0],
    ['03/04/2024 12:30pm', 'month-first', 45_000],
    ['4 mars 2024 à 13h45', 'day-first', 49_500],
    ['20240304134501', 'year-first', 49_501],
    ['202403041345', 'year-first', 49_500],
    ['20240304 134501', 'year-first', 49_501],
    ['Mon Mar 04 2024 13:45:01 GMT+0100 (CET)', 'month-first', 49_501],
    ['45355.5', 'excel-serial', 43_200],
  ])('%s, %s', (text, format, secondOfDay) => {
    expect(tryDate(text, format)).toEqual({ day: fourthOfMarch, secondOfDay });
  });

  test.each(['25:00', '12:60', '13:00 pm', '12:5', 'noon', '10:00 PST', '10:00+25:00'])(
    '%s is none',
    (time) => {
      expect(() => parseDate(`2024-03-04 ${time}`, 'iso')).toThrow(
        expect.objectContaining({ code: 'TIME_INVALID' }),
      );
    },
  );

  // Python: datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
  test.each<[string, string | undefined, number, number]>([
    ['2024-03-04T23:30:00Z', undefined, fourthOfMarch, 84_600],
    ['2024-03-04T23:30:00Z', 'Europe/Berlin', fourthOfMarch + 1, 1_800],
    ['2024-07-04T23:30:00+00:00', 'Europe/Berlin', 19_909, 5_400],
    ['2024-03-04T00:30:00+01:00', 'America/New_York', fourthOfMarch - 1, 66_600],
    ['2024-03-04T00:30:00', 'America/New_York', fourthOfMarch, 1_800],
    ['1969-12-31 23:59:59Z', 'Asia/Kolkata', 0, 19_799],
  ])('%s in %s', (text, zone, day, secondOfDay) => {
    expect(tryDate(text, 'iso', zone)).toEqual({ day, secondOfDay });
  });
});

test('every day of the years 1600 to 2400 is read as it was written, in every order', () => {
  const pad = (value: number): string => String(value).padStart(2, '0');
  fc.assert(
    fc.property(
      fc.integer({ min: -135_140, max: 157_000 }),
      fc.constantFrom('/', '.', '-', ' '),
      (day, mark) => {
        const date = new Date(day * 86_400_000);
        const year = date.getUTCFullYear();
        const month = date.getUTCMonth() + 1;
        const dayOfMonth = date.getUTCDate();
        const expected = { day, secondOfDay: -1 };
        expect(tryDate(date.toISOString().slice(0, 10), 'iso')).toEqual(expected);
        expect(tryDate([dayOfMonth, month, year].join(mark), 'day-first')).toEqual(expected);
        expect(tryDate([pad(month), pad(dayOfMonth), year].join(mark), 'month-first')).toEqual(expected);
        expect(tryDate([year, month, pad(dayOfMonth)].join(mark), 'year-first')).toEqual(expected);
        expect(tryDate(`${year}${pad(month)}${pad(dayOfMonth)}`, 'year-first')).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('dates of serial numbers are those of spreadsheets', () => {
  // openpyxl.utils.datetime.from_excel: 1 is 1900-01-01, 59 is 1900-02-28, 61 is 1900-03-01.
  const days = ['1', '59', '61', '25569', '2958465'].map((text) => tryDate(text, 'excel-serial')?.day);
  expect(days).toEqual([-25_567, -25_509, -25_508, 0, 2_932_896]);
});

test('any text at all is read or refused, never an exception', () => {
  const unit = fc.constantFrom(...'0123456789/.-: TZ+apmMar,é'.split(''), 'März', 'Mon', ' ');
  const formats = fc.constantFrom<DateFormat>(
    'iso',
    'day-first',
    'month-first',
    'year-first',
    'excel-serial',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 16 }), formats, (text, format) => {
      const found = tryDate(text, format, 'Europe/Berlin');
      if (found !== null) expect(found.secondOfDay).toBeLessThan(86_400);
    }),
    { numRuns: 2000 },
  );
});
