import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seriesForecaster } from './series-forecaster.js';
import { weeklySeries } from './testing/weekly-series.js';

describe('odd input', () => {
  test.each<[string, readonly number[], string]>([
    ['no value', [], 'DATA_INSUFFICIENT'],
    ['nothing known', [Number.NaN, Number.NaN], 'DATA_INSUFFICIENT'],
    ['an infinite value', [1, 2, Number.POSITIVE_INFINITY], 'DATA_NOT_FINITE'],
  ])('%s is refused', async (_, values, code) => {
    await expect(seriesForecaster().fit(values)).rejects.toMatchObject({ code });
  });

  test.each([{ season: 0 }, { season: 1.5 }, { horizon: 0 }, { horizon: 366 }, { season: Number.NaN }])(
    '%j is refused',
    (options) => {
      expect(() => seriesForecaster(options)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );

  test.each<[string, () => unknown]>([
    ['an unknown option', () => seriesForecaster(JSON.parse('{ "seasons": 12 }'))],
    ['an unknown effort', () => seriesForecaster(JSON.parse('{ "effort": "fast" }'))],
    ['no options', () => seriesForecaster(JSON.parse('null'))],
    ['an unknown option of fit', () => seriesForecaster().fit([1, 2], JSON.parse('{ "start": 3 }'))],
    ['a text', () => seriesForecaster().fit(JSON.parse('"12345"'))],
    ['an object', () => seriesForecaster().fit(JSON.parse('{}'))],
    ['null', () => seriesForecaster().fit(JSON.parse('null'))],
    ['a length that no series has', () => seriesForecaster().fit(JSON.parse('{ "length": 1e15 }'))],
    ['null among the values', () => seriesForecaster().fit(JSON.parse('[1, null, 3]'))],
    ['texts among the values', () => seriesForecaster().fit(JSON.parse('[1, "2", 3]'))],
  ])('%s from plain JavaScript is refused', async (_, ask) => {
    await expect((async () => ask())()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('weeks of which one in four has a payment of 100 are forecast better than by their mean or the newest one', async () => {
    const random = createRandom(7, 'payments now and then');
    const [series, chance] = [24, 0.25];
    let error = 0;
    for (let one = 0; one < series; one++) {
      const weeks = Float64Array.from({ length: 104 }, () => (random.float() < chance ? 100 : 0));
      const forecast = await seriesForecaster({ season: 1, horizon: 8 }).fit(weeks);
      expect(forecast.ranking.map(({ name }) => name)).toEqual(expect.arrayContaining(['mean', 'median']));
      for (const value of forecast.forecast(8)) {
        error += (chance * Math.abs(100 - value) + (1 - chance) * Math.abs(value)) / (8 * series);
      }
    }
    // What is expected: 0.25 × 100 = 25 of the median, 2 × 0.25 × 0.75 × 100 = 37.5 of the mean and of the newest week.
    expect(error).toBeGreaterThan(25);
    expect(error).toBeLessThan(36);
  });

  test('values that change after the call, or that are read before the first known one, change nothing', async () => {
    const given = weeklySeries.slice();
    const pending = seriesForecaster().fit(given);
    given.fill(1e6);
    const expected = (await seriesForecaster().fit(weeklySeries)).forecast(30);
    expect((await pending).forecast(30)).toEqual(expected);
    const late = Float64Array.of(...new Float64Array(21).fill(Number.NaN), ...weeklySeries);
    const dated = await seriesForecaster().fit(late, { firstDay: 100 });
    expect(dated.forecast(30)).toEqual(
      (await seriesForecaster().fit(weeklySeries, { firstDay: 121 })).forecast(30),
    );
    expect(dated.filled).toBe(0);
  });

  test.each([
    [7, 200],
    [12, 60],
    [4, 40],
    [1, 30],
  ])(
    'season %s: an outlier that is the newest of %s values is not forecast with confidence',
    async (season, size) => {
      const series = Float64Array.from({ length: size }, (_, t) => (t === size - 1 ? 100_000 : 50 + (t % 3)));
      const forecast = await seriesForecaster({ season }).fit(series);
      const { lower, upper } = forecast.interval(6, 0.95);
      for (let step = 0; step < 6; step++) {
        expect(lower[step]).toBeLessThanOrEqual(51);
        expect(upper[step]).toBeGreaterThanOrEqual(51);
      }
      // Of days most methods do not follow one value.
      if (season === 7) for (const point of forecast.forecast(30)) expect(point).toBeLessThan(2000);
    },
  );

  test('a horizon longer than the series does not do away with the backtest: a line goes on', async () => {
    const line = Float64Array.from({ length: 60 }, (_, t) => 100 + 10 * t + (t % 2));
    const forecast = await seriesForecaster({ season: 12, horizon: 365 }).fit(line);
    expect(forecast.origins).toBeGreaterThan(1);
    const { lower, upper } = forecast.interval(24, 0.95);
    for (let step = 0; step < 24; step++) {
      expect(lower[step]).toBeLessThanOrEqual(100 + 10 * (60 + step) + 1);
      expect(upper[step]).toBeGreaterThanOrEqual(100 + 10 * (60 + step));
    }
  });

  test('a straight line across a gap, which knows what came after it, does not make the past look easy', async () => {
    const series = new Float64Array(100).fill(Number.NaN).with(0, 1).with(99, 5);
    const { lower, upper } = (await seriesForecaster({ season: 12 }).fit(series)).interval(1, 0.8);
    expect((upper[0] as number) - (lower[0] as number)).toBeGreaterThan(1);
  });

  test.each<[string, readonly number[]]>([
    ['one value among missing ones', Array.from({ length: 200 }, (_, t) => (t === 3 ? 9 : Number.NaN))],
    ['three equal values', [9, 9, 9]],
  ])('%s is no certainty', async (_, values) => {
    const { lower, upper } = (await seriesForecaster().fit(values)).interval(1, 0.8);
    expect((upper[0] as number) - (lower[0] as number)).toBeGreaterThan(1);
  });

  test('filling a gap does not make a series negative that never was', async () => {
    const week = [40, 10, 25, 60, 1, 120, 15];
    const values = Array.from({ length: 200 }, (_, t) =>
      t > 40 && t < 160 ? Number.NaN : (week[t % 7] as number) + ((t * 5) % 3),
    );
    const forecast = await seriesForecaster().fit(values);
    expect(Math.min(...forecast.forecast(365), ...forecast.interval(365, 0.99).lower)).toBeGreaterThanOrEqual(
      0,
    );
  });

  test.each([1, 7, 12])(
    'a series of season %s whose newer half is missing is forecast, with intervals',
    async (season) => {
      const series = weeklySeries.map((value, t) => (t < 28 ? value : Number.NaN));
      const forecast = await seriesForecaster({ season, horizon: 5 }).fit(series);
      const { lower, upper } = forecast.interval(5, 0.8);
      forecast.forecast(5).forEach((point, step) => {
        expect(point).toBeGreaterThan(50);
        expect(point).toBeLessThan(200);
        expect((upper[step] as number) - (lower[step] as number)).toBeGreaterThan(1);
      });
    },
  );

  test('a constant goes on with certainty', async () => {
    for (const level of [0, 5, -1234.5]) {
      const forecast = await seriesForecaster().fit(new Float64Array(90).fill(level));
      const { lower, upper } = forecast.interval(30, 0.95);
      [...forecast.forecast(30), ...lower, ...upper].forEach((value) => {
        expect(value).toBeCloseTo(level, 8);
      });
    }
  });

  test.each<[string, (value: number, t: number) => number]>([
    ['huge numbers', (value) => value * 1e250],
    ['tiny numbers', (value) => value * 1e-250],
    ['nothing but one day', (_, t) => (t === 30 ? -900 : 0)],
    ['growth', (_, t) => 1.1 ** t],
    ['a step', (_, t) => (t < 28 ? 0 : 1e6)],
    ['alternating signs', (_, t) => (t % 2 === 0 ? 1e6 : -1e6)],
    ['a gap of a month', (value, t) => (t > 10 && t < 40 ? Number.NaN : value)],
  ])('%s: finite forecasts and paths that do not explode', async (_, change) => {
    const series = weeklySeries.map(change);
    const known = series.filter((value) => !Number.isNaN(value));
    const [least, most] = [Math.min(...known), Math.max(...known)];
    for (const season of [1, 7]) {
      const forecast = await seriesForecaster({ season }).fit(
        series,
        season === 7 ? { firstDay: 19_723 } : {},
      );
      const points = forecast.forecast(56);
      const width = most - least;
      expect(points.every((point) => point >= least - 10 * width && point <= most + 10 * width)).toBe(true);
      expect(
        forecast
          .residualPaths(20, 365)
          .flatMap((path) => [...path])
          .every(Number.isFinite),
      ).toBe(true);
    }
  });

  test('property: any series of any season gives finite, ascending quantiles, and no sign that it never had', async () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, 1e9, 1e-9) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 70 }),
        fc.constantFrom(1, 4, 7, 12, 24),
        fc.boolean(),
        async (list, season, isPositive) => {
          const values = isPositive ? list.map(Math.abs) : list;
          fc.pre(values.some((each) => !Number.isNaN(each)));
          const forecast = await seriesForecaster({ season }).fit(values);
          const quantiles = forecast.quantileForecast([0.01, 0.1, 0.5, 0.9, 0.99], 40);
          for (let step = 0; step < 40; step++) {
            const at = quantiles.map((quantile) => quantile[step] as number);
            expect(at.every((each, index) => Number.isFinite(each) && each >= (at[index - 1] ?? each))).toBe(
              true,
            );
            if (isPositive) expect(at[0]).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
