import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  civilFromEpochDay,
  dayOfWeek,
  daysInMonth,
  epochDay,
  fromEpochDay,
  isLeapYear,
  isPlainDate,
  parsePlainDate,
  plainDate,
  toEpochDay,
} from './plain-date.js';

const millisecondsPerDay = 86_400_000;

test('every day of 1600 to 2400 is the one that Date.UTC counts', () => {
  const last = Date.UTC(2400, 11, 31) / millisecondsPerDay;
  let days = 0;
  for (let day = Date.UTC(1600, 0, 1) / millisecondsPerDay; day <= last; day++, days++) {
    const date = new Date(day * millisecondsPerDay);
    const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const text = date.toISOString().slice(0, 10);
    const parts = civilFromEpochDay(day);
    const isRight =
      epochDay(year, month, dayOfMonth) === day &&
      fromEpochDay(day) === text &&
      isPlainDate(text) &&
      toEpochDay(text) === day &&
      parts.year === year &&
      parts.month === month &&
      parts.day === dayOfMonth &&
      dayOfWeek(day) === (date.getUTCDay() + 6) % 7;
    if (!isRight) expect.fail(`${text} is wrong`);
  }
  // 801 years with 195 leap days: 201 multiples of 4, less 6 centuries that are no multiples of 400.
  expect(days).toBe(801 * 365 + 195);
});

test.each([
  [1900, false],
  [2000, true],
  [2023, false],
  [2024, true],
  [2100, false],
  [2400, true],
])('the Gregorian rule: %i is a leap year: %s', (year, expected) => {
  expect(isLeapYear(year)).toBe(expected);
  expect(daysInMonth(year, 2)).toBe(expected ? 29 : 28);
  expect(isPlainDate(`${year}-02-29`)).toBe(expected);
});

test('months have their lengths, others have none', () => {
  const lengths = Array.from({ length: 14 }, (_, month) => daysInMonth(2023, month));
  expect(lengths).toEqual([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0]);
});

describe('reading', () => {
  test.each(['0001-01-01', '1970-01-01', '2024-02-29', '9999-12-31'])('%s is a date', (text) => {
    expect(isPlainDate(text)).toBe(true);
    expect(parsePlainDate(text)).toBe(text);
    expect(fromEpochDay(toEpochDay(parsePlainDate(text)))).toBe(text);
  });

  test.each([
    '2024-02-30',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '2024-04-31',
    '0000-01-01',
    '2024-1-1',
    '24-01-01',
    '20240101',
    '2024/01/01',
    ' 2024-01-01',
    '2024-01-01\n',
    '2024-01-01T00:00:00',
    '-2024-01-01',
    '２０２４-01-01',
    '',
  ])('%j is no date', (text) => {
    expect(isPlainDate(text)).toBe(false);
    expect(() => parsePlainDate(text)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  });

  test('the error shows the value and what to do', () => {
    expect(() => parsePlainDate('2024-02-30')).toThrow(
      'There is no day 2024-02-30. Check the order of day and month.',
    );
    expect(() => parsePlainDate('30.02.2024')).toThrow('"30.02.2024" is not a date of the form YYYY-MM-DD.');
  });
});

test.each<[number, number, number]>([
  [2024, 2, 30],
  [10_000, 1, 1],
  [0, 1, 1],
  [2024, 1.5, 1],
  [2024, 1, 1.5],
  [2024.5, 1, 1],
  [Number.NaN, 1, 1],
])('no date is made of %d, %d, %d', (year, month, day) => {
  expect(() => plainDate(year, month, day)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
});

test('days are added across months, years and leap days', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(addDays('2023-12-31', 1)).toBe('2024-01-01');
  expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  expect(addDays('1970-01-01', -719_162)).toBe('0001-01-01');
});

test('a date outside the years 0001 to 9999 is refused rather than written otherwise', () => {
  expect(() => addDays('9999-12-31', 1)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  expect(() => addDays('0001-01-01', -1)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  expect(() => fromEpochDay(0.5)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
  expect(() => fromEpochDay(Number.NaN)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }));
});

test('epoch days and dates are the same thing, and keep their order', () => {
  const day = fc.integer({ min: -719_162, max: 2_932_896 });
  fc.assert(
    fc.property(day, day, (a, b) => {
      expect(toEpochDay(fromEpochDay(a))).toBe(a);
      expect(fromEpochDay(a) < fromEpochDay(b)).toBe(a < b);
      expect(addDays(fromEpochDay(a), b - a)).toBe(fromEpochDay(b));
    }),
  );
});

test('1970-01-01 was a Thursday, 2000-01-01 a Saturday', () => {
  expect(dayOfWeek(0)).toBe(3);
  expect(dayOfWeek(toEpochDay('2000-01-01'))).toBe(5);
});
