import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Forecaster } from '../estimators/estimator.js';
import { backtest, backtestOf, planningError, rollingOrigins } from './backtest.js';
import { dailyForecasters, naiveForecasters } from './candidates.js';
import { fittedForecast, longestHorizon, restoreForecast } from './fitted-forecast.js';
import { conformalOffsets, upperQuantile } from './intervals.js';
import { medianForecaster } from './medians.js';
import { naiveMean, seasonalNaive } from './naive.js';
import { regularIntervals } from './regular-intervals.js';
import { selectForecaster } from './select.js';
import { weeklySeries } from './testing/weekly-series.js';

describe('backtest', () => {
  test('origins go back in steps from the last one that leaves days to compare', () => {
    expect(rollingOrigins(50, { leastSeen: 28, leastAhead: 7, step: 7, most: 8 })).toEqual([29, 36, 43]);
    expect(rollingOrigins(50, { leastSeen: 28, leastAhead: 7, step: 7, most: 2 })).toEqual([36, 43]);
    expect(rollingOrigins(30, { leastSeen: 28, leastAhead: 7, step: 7, most: 2 })).toEqual([]);
  });

  test('by hand: the mean of 1, 2 | 3 and of 1, 2, 3, 4 | 5, 6 two days ahead', async () => {
    const series = Float64Array.of(1, 2, 3, 4, 5);
    const result = await backtest(naiveMean(), series, 0, { horizon: 2, origins: [2, 4] });
    expect(result.points.map((points) => [...points])).toEqual([
      [1.5, 1.5],
      [2.5, 2.5],
    ]);
    expect(result.errors.map((errors) => [...errors])).toEqual([
      [1.5, 2.5],
      [2.5, Number.NaN],
    ]);
    expect(result.mae).toBeCloseTo(6.5 / 3, 12);
    // Totals are off by 4 over two days and by 2.5 over the one that is known.
    expect(result.totalMae).toBeCloseTo((4 / 2 + 2.5) / 2, 12);
    expect(planningError(result)).toBeCloseTo(6.5 / 3 + 2.25, 12);
  });

  test('a forecaster sees no day from the origin on', async () => {
    const seen: number[] = [];
    const watcher: Forecaster = {
      name: 'watcher',
      async fit(series) {
        seen.push(series.length);
        return fittedForecast('watcher', new Float64Array(longestHorizon));
      },
    };
    await backtest(watcher, weeklySeries, 0, { horizon: 7, origins: [30, 40] });
    expect(seen).toEqual([30, 40]);
  });
});

describe('selection', () => {
  test('keeps the naive forecast unless another is better by 2 %', async () => {
    const constant = new Float64Array(60).fill(10);
    const plan = { horizon: 14, origins: [40, 47] };
    const selection = await selectForecaster(
      constant,
      0,
      { naive: naiveForecasters(), others: dailyForecasters() },
      plan,
    );
    expect(selection.forecaster.name).toBe('mean');
  });

  test('prefers a forecast whose total is right to one that is right on more days but leaves out the large ones', async () => {
    // Nine days of −10, then one of 1,000 or 800 in turn.
    const series = Float64Array.from({ length: 100 }, (_, day) =>
      day % 10 === 9 ? (day % 20 === 9 ? 1_000 : 800) : -10,
    );
    const plan = { horizon: 20, origins: [60, 80] };
    const others = [medianForecaster(), regularIntervals()];
    const selection = await selectForecaster(series, 0, { naive: [naiveMean()], others }, plan);
    // The median misses 1,010 and 810 in 20 days; the intervals miss 100 twice, and their total by nothing.
    expect(selection.ranking).toEqual([
      { name: 'regular intervals of large flows', mae: 10, totalMae: 0 },
      { name: 'mean', mae: expect.any(Number), totalMae: expect.any(Number) },
      { name: 'median', mae: 91, totalMae: 91 },
    ]);
  });

  test('rejects what cannot forecast, and says so', async () => {
    const plan = { horizon: 7, origins: [30, 37] };
    const exploding: Forecaster = {
      name: 'exploding',
      fit: async () =>
        fittedForecast('exploding', new Float64Array(longestHorizon).fill(Number.POSITIVE_INFINITY)),
    };
    const selection = await selectForecaster(
      weeklySeries,
      0,
      { naive: [seasonalNaive(7)], others: [exploding] },
      plan,
    );
    expect(selection.forecaster.name).toBe('seasonal naive of 7');
    expect(selection.rejected).toEqual([{ name: 'exploding', reason: 'exploding gave no usable forecast.' }]);
    await expect(
      selectForecaster(weeklySeries, 0, { naive: [], others: [exploding] }, plan),
    ).rejects.toMatchObject({ code: 'FORECAST_REJECTED' });
  });

  test('is never worse than the best naive in its own backtest', async () => {
    const numbers = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 60, maxLength: 90 });
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const series = Float64Array.from(values);
        const plan = { horizon: 14, origins: [series.length - 21, series.length - 14] };
        const naive = naiveForecasters();
        const selection = await selectForecaster(series, 19_000, { naive, others: dailyForecasters() }, plan);
        for (const forecaster of naive) {
          const naively = await backtest(forecaster, series, 19_000, plan);
          expect(planningError(selection.backtest)).toBeLessThanOrEqual(planningError(naively));
        }
      }),
      { numRuns: 10 },
    );
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const plan = { horizon: 7, origins: [30] };
    await expect(
      selectForecaster(weeklySeries, 0, { naive: naiveForecasters(), others: [] }, plan, {
        signal: controller.signal,
      }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('intervals', () => {
  test('the quantile is the ⌈(n + 1) q⌉-th smallest', () => {
    const errors = Array.from({ length: 19 }, (_, index) => index + 1);
    expect(upperQuantile(errors, 0.9)).toBe(18);
    expect(upperQuantile(errors, 0.95)).toBe(19);
    expect(upperQuantile(errors, 0.99)).toBe(19);
  });

  test('lower ≤ point ≤ upper, and the wider level contains the narrower', () => {
    const flows = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 40, maxLength: 80 });
    fc.assert(
      fc.property(flows, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (values, point) => {
        const series = Float64Array.from(values);
        const plan = { horizon: 10, origins: [20, 25, 30] };
        const points = plan.origins.map(() => new Float64Array(10).fill(point));
        const result = backtestOf(points, series, plan);
        const narrow = conformalOffsets(result, 0.8);
        const wide = conformalOffsets(result, 0.95);
        for (let step = 0; step < 10; step++) {
          expect(narrow.lower[step]).toBeLessThanOrEqual(0);
          expect(narrow.upper[step]).toBeGreaterThanOrEqual(0);
          expect(wide.lower[step]).toBeLessThanOrEqual(narrow.lower[step] as number);
          expect(wide.upper[step]).toBeGreaterThanOrEqual(narrow.upper[step] as number);
        }
      }),
    );
  });

  test('cover what they state on independent days', () => {
    // 2,000 days of a fixed sequence of normal-like numbers: sums of twelve uniform ones from a linear generator.
    let state = 12345;
    const uniform = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const series = Float64Array.from(
      { length: 2000 },
      () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b) - 6,
    );
    const origins = Array.from({ length: 33 }, (_, index) => index * 30);
    const zeros = (): Float64Array => new Float64Array(30);
    const plan = { horizon: 30, origins };
    for (const level of [0.8, 0.95] as const) {
      const { lower, upper } = conformalOffsets(backtestOf(origins.map(zeros), series, plan), level);
      const unseen = series.subarray(1000);
      let covered = 0;
      unseen.forEach((value, index) => {
        if (value >= (lower[index % 30] as number) && value <= (upper[index % 30] as number)) covered++;
      });
      expect(Math.abs(covered / unseen.length - level)).toBeLessThan(0.03);
    }
  });
});

describe('artifact of a fitted forecaster', () => {
  test('gives the same forecast after a round trip', async () => {
    const withWages = weeklySeries.map((value, day) => (day % 10 === 3 ? 10_000 : value));
    for (const forecaster of [...naiveForecasters(), ...dailyForecasters()]) {
      const fitted = await forecaster.fit(withWages, 19_000);
      const restored = restoreForecast(fitted.toArtifact());
      expect(restored.name).toBe(forecaster.name);
      expect([...restored.forecast(365)]).toEqual([...fitted.forecast(365)]);
    }
  });

  test('refuses days outside 1 to 365', async () => {
    const fitted = await naiveMean().fit(weeklySeries, 0);
    for (const days of [0, 366, 1.5, Number.NaN])
      expect(() => fitted.forecast(days)).toThrow('days must be 1 to 365');
  });
});
