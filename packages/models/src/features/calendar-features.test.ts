import { createTransaction, type HolidayCalendar, type PlainDate, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { calendarFeatures } from './calendar-features.js';
import { featureSet } from './feature-set.js';
import { transactionFeatures } from './features.js';

function valuesOf(dates: readonly PlainDate[], country?: HolidayCalendar) {
  const set = featureSet([calendarFeatures(country === undefined ? {} : { country })]);
  const table = tableFromRows(
    dates.map((date) => createTransaction({ date, amount: -1, description: 'Shop' })),
  );
  const matrix = set.matrix(table);
  return dates.map((_, row) =>
    Object.fromEntries(matrix.features.map(({ name }, index) => [name, matrix.columns[index]?.[row]])),
  );
}

describe('without a country every day from Monday to Friday is worked', () => {
  // numpy.busday_count of the month's days before (plus 1), and of those after.
  test.each<[PlainDate, number, number, number, number]>([
    ['2024-12-25', 1, 18, 4, 6],
    ['2024-12-28', 0, 21, 2, 3],
    ['2024-12-31', 1, 22, 0, 0],
    ['2024-06-01', 0, 1, 20, 29],
    ['2024-02-29', 1, 21, 0, 0],
  ])('%s', (date, isWorked, number, left, days) => {
    expect(valuesOf([date])).toEqual([
      {
        is_business_day: isWorked,
        business_day_of_month: number,
        business_days_to_month_end: left,
        days_to_month_end: days,
      },
    ]);
  });
});

test('with a country its public holidays are known', () => {
  expect(valuesOf(['2022-06-01', '2022-06-02', '2022-06-06'], 'GB')).toEqual([
    expect.objectContaining({
      is_business_day: 1,
      is_holiday: 0,
      days_to_holiday: 1,
      days_since_holiday: 30,
    }),
    expect.objectContaining({ is_business_day: 0, is_holiday: 1, days_to_holiday: 0, days_since_holiday: 0 }),
    // 2 and 3 June were holidays.
    expect.objectContaining({ business_day_of_month: 2, days_to_holiday: 84, days_since_holiday: 3 }),
  ]);
  // Between the summer bank holiday and Christmas lie more than 100 days.
  expect(valuesOf(['2022-09-20'], 'IE')[0]).toMatchObject({ days_to_holiday: 41, days_since_holiday: 50 });
  expect(valuesOf(['2023-08-29', '2023-09-20'], 'GB').map((values) => values.days_to_holiday)).toEqual([
    100, 96,
  ]);
});

test('a country that is not known is refused when the set is made', () => {
  const country: HolidayCalendar = JSON.parse('"XX"');
  expect(() => transactionFeatures({ country })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  expect(transactionFeatures({ country: 'FR' }).features.map(({ name }) => name)).toContain('is_holiday');
});
