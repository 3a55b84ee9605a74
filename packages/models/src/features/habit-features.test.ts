import { createTransaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import { featureSet } from './feature-set.js';
import { hourHabit, weekdayHabit } from './habit-features.js';

test('how usual hour and weekday are, by hand', () => {
  // A Monday, two Tuesdays and a Sunday.
  const rows = [
    ['2024-01-01', '23:50'],
    ['2024-01-02', '00:10'],
    ['2024-01-02', '13:00'],
    ['2024-01-07', null],
    ['2024-01-08', '22:59'],
    ['2024-01-09', '00:59'],
    ['2024-01-14', null],
  ] as const;
  const table = tableFromRows(
    rows.map(([date, time]) => createTransaction({ date, time, amount: -1, description: 'Shop' })),
  );
  const [hours, weekdays] = featureSet([hourHabit, weekdayHabit])
    .matrix(table)
    .columns.map((column) => [...column]);
  expect(hours).toEqual([Number.NaN, 1, 0, Number.NaN, 1 / 3, 2 / 4, Number.NaN]);
  expect(weekdays).toEqual([Number.NaN, 0, 1 / 2, 0, 1 / 4, 2 / 5, 1 / 6]);
});
