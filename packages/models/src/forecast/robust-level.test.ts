import { expect, test } from 'vitest';
import { robustLevel } from './robust-level.js';
import { yearlyRatios } from './yearly.js';

const week = [10, 12, 11, 13, 15, 30, 4];

test('outliers move neither level nor season', async () => {
  const plain = Float64Array.from({ length: 140 }, (_, t) => week[t % 7] as number);
  const spoiled = plain.with(30, 900).with(77, 0).with(130, 500);
  for (const kind of ['additive', 'multiplicative'] as const) {
    const points = (await robustLevel(7, 8, kind).fit(spoiled, 0)).forecast(14);
    points.forEach((value, step) => {
      expect(Math.abs(value - (week[step % 7] as number))).toBeLessThan(0.5);
    });
  }
});

test('a short level follows a shift that a long one does not see yet', async () => {
  const series = Float64Array.from({ length: 210 }, (_, t) => (week[t % 7] as number) * (t < 182 ? 1 : 2));
  const [short, long] = [
    (await robustLevel(7, 3, 'multiplicative').fit(series, 0)).forecast(7),
    (await robustLevel(7, 26, 'multiplicative').fit(series, 0)).forecast(7),
  ];
  const total = (points: Float64Array): number => points.reduce((sum, value) => sum + value, 0);
  expect(total(short)).toBeCloseTo(2 * 95, 0);
  expect(total(long)).toBeCloseTo(95, 0);
});

test('the course of the year before is told as ratios to its eight weeks before', () => {
  // A year of 100 but for days 380 to 399 of the series, which have 150: the last eight weeks before day 364 have 100.
  const series = Float64Array.from({ length: 728 }, (_, t) => (t >= 380 && t < 400 ? 150 : 100));
  const ratios = yearlyRatios(series, 60) as Float64Array;
  expect(ratios[0]).toBe(1);
  // Day 26 ahead stands at day 390 a year before, whose fifteen days around all have 150.
  expect(ratios[26]).toBeCloseTo(1.5, 12);
  // Day 16 stands at day 380: eight of its fifteen days have 150.
  expect(ratios[16]).toBeCloseTo((8 * 150 + 7 * 100) / 15 / 100, 12);
  expect(yearlyRatios(series.subarray(0, 391), 5)).toBeNull();
});

test('a year before that was empty, or a hundred times as large, changes the forecast by no more than a factor of 2', () => {
  const series = Float64Array.from({ length: 800 }, (_, t) => (t % 364 < 100 ? 0 : t % 97 === 0 ? 1e6 : 1));
  const ratios = yearlyRatios(series, 365) as Float64Array;
  expect(ratios.every((ratio) => ratio >= 0.5 && ratio <= 2)).toBe(true);
});
