import { decodeArtifact, encodeArtifact } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { restoreSeriesForecast } from './series-forecast.js';
import { seriesForecaster } from './series-forecaster.js';
import { weeklySeries } from './testing/weekly-series.js';

const air = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158,
  133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218,
  230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235,
  227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278,
  284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404,
  347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472,
  548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
];

function meanAbsolute(points: ArrayLike<number>, actual: readonly number[]): number {
  return (
    actual.reduce((sum, value, step) => sum + Math.abs(value - (points[step] as number)), 0) / actual.length
  );
}

describe('the airline passengers of Box and Jenkins', () => {
  test('the last year is forecast better than by statsmodels’ Theta, within its intervals', async () => {
    const forecast = await seriesForecaster({ season: 12, horizon: 12 }).fit(air.slice(0, 132));
    const points = forecast.forecast(12);
    // statsmodels 0.15.0, ThetaModel(y[:132], period=12, method='multiplicative').fit().forecast(12): 26.335;
    // the year before repeated: 47.83.
    expect(meanAbsolute(points, air.slice(132))).toBeLessThan(26.335);
    const { lower, upper } = forecast.interval(12, 0.95);
    const held = air
      .slice(132)
      .filter((value, step) => value >= (lower[step] ?? 0) && value <= (upper[step] ?? 0));
    expect(held.length).toBeGreaterThanOrEqual(11);
    expect(forecast.mae).toBeLessThan(forecast.naiveMae);
  });

  test('shares add up to 1, the ranking is in order, and methods are named', async () => {
    const forecast = await seriesForecaster({ season: 12 }).fit(air);
    expect(Object.values(forecast.shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(forecast.origins).toBe(6);
    expect(forecast.ranking.length).toBeGreaterThanOrEqual(5);
    expect(forecast.method).toContain(Object.keys(forecast.shares)[0]);
  });
});

test('missing values are filled, counted, and cost little', async () => {
  const whole = Float64Array.from({ length: 200 }, (_, t) => [10, 12, 11, 13, 15, 30, 4][t % 7] as number);
  const holed = whole.map((value, t) => (t % 11 === 5 ? Number.NaN : value));
  const forecast = await seriesForecaster().fit(holed);
  expect(forecast.filled).toBe(holed.filter(Number.isNaN).length);
  forecast.forecast(14).forEach((value, step) => {
    expect(Math.abs(value - (whole[(200 + step) % 7] as number))).toBeLessThan(0.5);
  });
});

test('the course of the year before is followed where it came again', async () => {
  const level = (t: number): number => 100 * Math.exp(0.4 * Math.sin((2 * Math.PI * t) / 364));
  const series = Float64Array.from(
    { length: 800 },
    (_, t) => level(t) * ([0.8, 1, 1.1, 1, 1.2, 1.4, 0.5][t % 7] as number),
  );
  const forecast = await seriesForecaster({ season: 7, horizon: 56 }).fit(series);
  const last = forecast.forecast(56).subarray(49);
  const sum = last.reduce((total, value) => total + value, 0) / 7;
  const truth =
    Array.from({ length: 7 }, (_, step) => level(849 + step)).reduce((total, value) => total + value, 0) / 7;
  expect(Math.abs(sum / truth - 1)).toBeLessThan(0.1);
});

describe('what is given back', () => {
  const fitted = seriesForecaster().fit(weeklySeries);

  test('quantiles ascend with the level at every step, in the order asked for', async () => {
    const levels = [0.9, 0.001, 0.5, 0.999, 0.1];
    const [high, least, middle, most, low] = (await fitted).quantileForecast(levels, 365);
    for (let step = 0; step < 365; step++) {
      const at = [least, low, middle, high, most].map((quantile) => quantile?.[step] as number);
      expect(at.every((value, index) => Number.isFinite(value) && value >= (at[index - 1] ?? -1e9))).toBe(
        true,
      );
    }
  });

  test('the point forecast lies in every interval', async () => {
    const forecast = await fitted;
    const points = forecast.forecast(60);
    for (const level of [0.01, 0.5, 0.8, 0.99]) {
      const { lower, upper } = forecast.interval(60, level);
      expect(
        points.every((point, step) => point >= (lower[step] as number) && point <= (upper[step] as number)),
      ).toBe(true);
    }
  });

  test('error paths have the stated quantiles, the same for the same seed, shorter ones being their beginnings', async () => {
    const forecast = await fitted;
    const paths = forecast.residualPaths(2000, 10, { seed: 4 });
    const [low] = forecast.quantileForecast([0.1], 10);
    const below = paths.filter(
      (path) => (path[9] as number) + (forecast.forecast(10)[9] as number) < (low?.[9] as number),
    );
    expect(below.length / 2000).toBeGreaterThan(0.07);
    expect(below.length / 2000).toBeLessThan(0.13);
    expect(forecast.residualPaths(3, 5, { seed: 4 })).toEqual(
      paths.slice(0, 3).map((path) => path.slice(0, 5)),
    );
    expect(forecast.residualPaths(1, 5, { seed: 5 })[0]).not.toEqual(paths[0]?.slice(0, 5));
  });

  test('it is saved and read with the same answers and bytes', async () => {
    const forecast = await fitted;
    const content = forecast.toArtifact();
    const bytes = await encodeArtifact(content);
    const restored = restoreSeriesForecast(
      await decodeArtifact(bytes, { kind: content.kind, maxVersion: content.version }),
    );
    expect(restored.quantileForecast([0.05, 0.7], 365)).toEqual(forecast.quantileForecast([0.05, 0.7], 365));
    expect(restored.residualPaths(2, 30)).toEqual(forecast.residualPaths(2, 30));
    expect(restored.shares).toEqual(forecast.shares);
    expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
    expect(() => restoreSeriesForecast({ ...content, arrays: {} })).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
    );
    expect(() =>
      restoreSeriesForecast({
        ...content,
        arrays: { ...content.arrays, scale: new Float64Array(365).fill(-1) },
      }),
    ).toThrow(expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }));
  });

  test.each([0, -1, 1.5, 366, Number.NaN])('%s steps are refused', async (steps) => {
    const forecast = await fitted;
    for (const ask of [
      () => forecast.forecast(steps),
      () => forecast.interval(steps, 0.8),
      () => forecast.quantileForecast([0.5], steps),
      () => forecast.residualPaths(1, steps),
    ]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
  });

  test('what plain JavaScript gives instead of numbers is refused', async () => {
    const forecast = await fitted;
    for (const ask of [
      () => forecast.interval(3, JSON.parse('"0.8"')),
      () => forecast.quantileForecast(JSON.parse('0.5'), 3),
      () => forecast.quantileForecast(JSON.parse('null'), 3),
      () => forecast.quantileForecast(JSON.parse('["0.5"]'), 3),
      () => forecast.residualPaths(1, 3, JSON.parse('null')),
      () => forecast.residualPaths(1, 3, JSON.parse('{ "sead": 4 }')),
    ]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
  });

  test.each<[string, object]>([
    ['season', { season: -1 }],
    ['choice', { choice: { method: 'x', origins: -3.5, filled: 0 } }],
    ['choice', { choice: { method: 'x', origins: 1, filled: 0, shares: { x: 'all' } } }],
    ['bounds', { errors: { shared: 0, carried: 0, least: 1e6, most: null } }],
  ])('an artifact whose %s is nonsense is refused', async (_, change) => {
    const content = (await fitted).toArtifact();
    expect(() => restoreSeriesForecast({ ...content, data: { ...Object(content.data), ...change } })).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
    );
  });

  test.each([0, 1, -0.1, 80, Number.NaN])('%s as a level is refused', async (level) => {
    const forecast = await fitted;
    expect(() => forecast.interval(3, level)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => forecast.quantileForecast([0.5, level], 3)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

test('the same series gives the same bytes, and is not changed', async () => {
  const given = weeklySeries.slice();
  const [one, other] = await Promise.all([seriesForecaster().fit(given), seriesForecaster().fit(given)]);
  expect(await encodeArtifact(one.toArtifact())).toEqual(await encodeArtifact(other.toArtifact()));
  expect(given).toEqual(weeklySeries);
});

test('it stops when told to, and says how far it is', async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const fit = seriesForecaster().fit(weeklySeries, {
    signal: controller.signal,
    onProgress: ({ done, total }) => {
      seen.push(done / (total ?? 1));
      if (done === 3) controller.abort();
    },
  });
  await expect(fit).rejects.toMatchObject({ code: 'ABORTED' });
  expect(seen).toHaveLength(4);
  const whole: number[] = [];
  await seriesForecaster().fit(weeklySeries, {
    onProgress: ({ done, total }) => whole.push(done / (total ?? 1)),
  });
  expect(whole.at(-1)).toBe(1);
  expect(whole).toEqual([...whole].sort((a, b) => a - b));
});
