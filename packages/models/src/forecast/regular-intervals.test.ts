import { expect, test } from 'vitest';
import { regularIntervals } from './regular-intervals.js';

/** Groceries of 20 on every other day; wages of 2,000 on days 3, 17, 31, … and rent of −900 on days 1, 31, 61. */
function account(days: number): Float64Array {
  return Float64Array.from({ length: days }, (_, day) => {
    if (day % 14 === 3) return 2_000;
    if (day % 30 === 1) return -900;
    return day % 2 === 0 ? -20 : 0;
  });
}

test('forecasts wages on the days they are due, and the median of the other days between them', async () => {
  // Newest wages: day 87; next: 101, 115. There are four rents (1, 61, 91 and 31, which the wages of that day replace):
  // the gaps of the remaining three, 60 and 30, are too few for a rhythm.
  const fitted = await regularIntervals().fit(account(100), 0);
  const points = fitted.forecast(20);
  expect(
    [...points].map((value, step) => (value === 2_000 ? 100 + step : -1)).filter((day) => day > 0),
  ).toEqual([101, 115]);
  expect([...points].filter((value) => value !== 2_000)).toEqual(new Array(18).fill(-20));
});

test('counts from the newest event, not from the end of the series', async () => {
  // The series ends on day 99, twelve days after the newest wages.
  const fitted = await regularIntervals().fit(account(100), 19_000);
  expect(fitted.forecast(365).indexOf(2_000)).toBe(1);
});

test('takes the median amount of the newest eight events', async () => {
  const series = new Float64Array(120);
  for (let event = 0; event < 12; event++) series[event * 10] = event < 4 ? 5_000 : 1_000 + event;
  for (let day = 1; day < 120; day += 3) series[day] ||= -10;
  const fitted = await regularIntervals().fit(series, 0);
  // Events 4 to 11 are 1,004 to 1,011.
  expect(Math.max(...fitted.forecast(30))).toBe(1_007.5);
});

test('finds no rhythm in flows of one size, in irregular ones, or in one that ended: all days get the median', async () => {
  const everyDay = async (series: Float64Array): Promise<Set<number>> =>
    new Set((await regularIntervals().fit(series, 0)).forecast(60));

  const daily = Float64Array.from({ length: 60 }, (_, day) => (day % 3 ? -20 : -25));
  expect(await everyDay(daily)).toEqual(new Set([-20]));

  const irregular = new Float64Array(90).fill(-5);
  for (const day of [2, 5, 31, 35, 70, 89]) irregular[day] = 900;
  expect(await everyDay(irregular)).toEqual(new Set([-5]));

  const ended = new Float64Array(90).fill(-5);
  for (const day of [3, 10, 17, 24, 31]) ended[day] = 900;
  expect(await everyDay(ended)).toEqual(new Set([-5]));
});
