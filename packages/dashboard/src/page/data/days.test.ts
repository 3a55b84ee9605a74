import { addDays, plainDate, toEpochDay } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, daysBefore, daysBetween, monthsBefore } from './days.js';

const day = fc
  .tuple(fc.integer({ min: 1970, max: 2100 }), fc.integer({ min: 0, max: 365 }))
  .map(([year, offset]) => addDays(plainDate(year, 1, 1), offset));

test('days are those of the calendar of the core', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (date, count) => {
      expect(daysBefore(date, count)).toBe(addDays(date, -count));
      expect(daysBetween(date, addDays(date, count))).toBe(count);
      expect(dayOf(toEpochDay(date) * 86_400_000)).toBe(date);
    }),
  );
});

test('months are counted back over years', () => {
  expect(monthsBefore('2024-03-31', 1)).toBe('2024-02-01');
  expect(monthsBefore('2024-03-31', 15)).toBe('2022-12-01');
  expect(monthsBefore('2024-12-05', -1)).toBe('2025-01-01');
  expect(monthsBefore('2024-02-29', 0)).toBe('2024-02-01');
});
