import { addDays, toEpochDay } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { medianForecaster, periodicMedian, sameDayOfMonthMedian } from './medians.js';
import { naiveMean, seasonalNaive } from './naive.js';

const ramp = Float64Array.from({ length: 21 }, (_, index) => index + 1);

describe('by hand, on 1, 2, …, 21', () => {
  test('mean and last week repeated', async () => {
    expect([...(await naiveMean().fit(ramp, 0)).forecast(2)]).toEqual([11, 11]);
    expect([...(await naiveMean(3).fit(ramp, 0)).forecast(1)]).toEqual([20]);
    expect([...(await seasonalNaive(7).fit(ramp, 0)).forecast(8)]).toEqual([15, 16, 17, 18, 19, 20, 21, 15]);
  });

  test('medians of all, of the last days and of the same weekday', async () => {
    expect([...(await medianForecaster().fit(ramp, 0)).forecast(1)]).toEqual([11]);
    expect([...(await medianForecaster(4).fit(ramp, 0)).forecast(1)]).toEqual([19.5]);
    expect([...(await periodicMedian(7).fit(ramp, 0)).forecast(2)]).toEqual([8, 9]);
    expect([...(await periodicMedian(7, 2).fit(ramp, 0)).forecast(2)]).toEqual([11.5, 12.5]);
  });
});

describe('same day of the month', () => {
  const first = toEpochDay('2024-01-01');
  const series = new Float64Array(91); // January to March 2024
  series[0] = series[31] = series[60] = -1200; // the 1st
  series[30] = series[59] = series[90] = 3000; // 31 January, 29 February, 31 March

  test('puts rent on the first, and a month-end payment on the days that months have', async () => {
    const forecast = (await sameDayOfMonthMedian().fit(series, first)).forecast(91);
    const on = (date: string) =>
      Array.from(forecast).findIndex((_, step) => addDays('2024-04-01', step) === date);
    expect(forecast[on('2024-05-01')]).toBe(-1200);
    expect(forecast[on('2024-05-31')]).toBe(3000);
    expect(forecast[on('2024-04-15')]).toBe(0);
  });
});
