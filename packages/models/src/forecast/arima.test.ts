import { isTitansError } from '@titans/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { arima } from './arima.js';
import { weeklySeries } from './testing/weekly-series.js';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('ARIMA', () => {
  // statsmodels 0.15.0: ARIMA(y, order=(1,0,1)).fit().forecast(3) and order=(0,1,1). Two optimisers of one likelihood.
  test.each([
    [{ p: 1, d: 0, q: 1 }, [117.81900764, 112.68335908, 113.76224177]],
    [{ p: 0, d: 1, q: 1 }, [123.52085494, 123.52085494, 123.52085494]],
  ])('%o is near statsmodels', async (order, expected) => {
    const forecast = (await arima(order).fit(weeklySeries, 0)).forecast(3);
    expected.forEach((value, step) => {
      expect(Math.abs((forecast[step] as number) - value) / value).toBeLessThan(0.03);
    });
  });

  test('gives the same numbers each time and prints nothing', async () => {
    const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(process.stdout, 'write')];
    const order = { p: 2, d: 1, q: 2, seasonal: { p: 0, d: 1, q: 1, period: 7 } };
    const outcome = async (): Promise<string> => {
      try {
        return (await arima(order).fit(weeklySeries, 0)).forecast(30).join();
      } catch (error) {
        return isTitansError(error) ? error.code : 'unexpected';
      }
    };
    const first = await outcome();
    expect(await outcome()).toBe(first);
    expect(first).not.toBe('unexpected');
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  test('a constant series stays constant', async () => {
    expect([
      ...(await arima({ p: 1, d: 0, q: 1 }).fit(new Float64Array(40).fill(-3), 0)).forecast(2),
    ]).toEqual([-3, -3]);
  });

  test('an explosive series is rejected, or its forecast stays within three ranges', async () => {
    const explosive = Float64Array.from({ length: 60 }, (_, t) => 1.35 ** t);
    const range = explosive.at(-1) as number;
    for (const order of [
      { p: 2, d: 2, q: 2 },
      { p: 1, d: 1, q: 1 },
      { p: 3, d: 2, q: 0 },
    ]) {
      try {
        const forecast = (await arima(order).fit(explosive, 0)).forecast(365);
        for (const value of forecast) expect(Math.abs(value)).toBeLessThanOrEqual(2 * range);
      } catch (error) {
        expect(isTitansError(error, 'FORECAST_REJECTED')).toBe(true);
      }
    }
    await expect(arima({ p: 0, d: 2, q: 1 }).fit(explosive, 0)).rejects.toMatchObject({
      code: 'FORECAST_REJECTED',
    });
  });

  test('NaN and short series never reach the library', async () => {
    const holed = weeklySeries.slice();
    holed[5] = Number.NaN;
    await expect(arima({ p: 1, d: 0, q: 0 }).fit(holed, 0)).rejects.toMatchObject({
      code: 'DATA_NOT_FINITE',
    });
    await expect(arima({ p: 1, d: 0, q: 0 }).fit(weeklySeries.subarray(0, 12), 0)).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
  });
});
