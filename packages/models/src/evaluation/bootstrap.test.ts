import { createRandom } from '@titans/core';
import { quantile } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import { bcaInterval, percentileInterval } from './bootstrap-ends.js';
import { bootstrapInterval } from './index.js';

const data = [1.2, 3.4, 0.7, 8.9, 2.2, 4.1, 0.3, 5.6, 1.9, 2.7];
const meanOf = (rows: Int32Array): number =>
  rows.reduce((sum, row) => sum + (data[row] as number), 0) / rows.length;

// scipy.stats.bootstrap((data,), np.mean, n_resamples=50, confidence_level=0.9, rng=np.random.default_rng(5))
const scipyMeans = [
  1.65, 1.99, 2.14, 2.16, 2.18, 2.3, 2.33, 2.4, 2.44, 2.48, 2.57, 2.68, 2.71, 2.74, 2.84, 2.85, 2.87, 2.9,
  2.98, 3.05, 3.08, 3.11, 3.21, 3.22, 3.23, 3.23, 3.24, 3.26, 3.26, 3.27, 3.3, 3.43, 3.44, 3.48, 3.48, 3.48,
  3.57, 3.66, 3.78, 3.8, 3.95, 3.98, 3.99, 4.06, 4.07, 4.11, 4.26, 4.36, 4.7, 4.96,
];

describe('the ends of the interval equal scipy.stats.bootstrap on its own resamples', () => {
  test('percentile', () => {
    const { lower, upper } = percentileInterval(scipyMeans, 0.9);
    expect([lower, upper]).toEqual([expect.closeTo(2.149, 12), expect.closeTo(4.315, 12)]);
  });

  test('BCa', () => {
    const without = data.map((_, left) => meanOf(Int32Array.from(data.keys()).filter((row) => row !== left)));
    const ends = bcaInterval(scipyMeans, 3.1, without, 0.9);
    expect(ends?.lower).toBeCloseTo(2.0671932371367476, 10);
    expect(ends?.upper).toBeCloseTo(4.104251561742884, 10);
  });
});

test('the whole agrees with 200,000 resamples of scipy', async () => {
  // percentile 1.91 to 4.46, BCa 2.05 to 4.73; the tolerance is what 20,000 resamples leave
  const percentile = await bootstrapInterval(meanOf, 10, { resamples: 20_000, level: 0.9, seed: 3 });
  expect([percentile.lower, percentile.upper]).toEqual([expect.closeTo(1.91, 1), expect.closeTo(4.46, 1)]);
  const bca = await bootstrapInterval(meanOf, 10, { resamples: 20_000, level: 0.9, seed: 3, method: 'bca' });
  expect([bca.lower, bca.upper]).toEqual([expect.closeTo(2.05, 1), expect.closeTo(4.73, 1)]);
  expect(bca).toMatchObject({ method: 'bca', level: 0.9, resamples: 20_000, undefinedResamples: 0 });
  expect(bca.estimate).toBeCloseTo(3.1, 12);
});

test('one seed gives one interval, another seed another', async () => {
  const [first, again, other] = await Promise.all(
    [7, 7, 8].map((seed) => bootstrapInterval(meanOf, 10, { seed, resamples: 200 })),
  );
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test('a statistic that does not vary has an interval without width, by the percentile', async () => {
  const found = await bootstrapInterval(() => 4, 10, { method: 'bca', resamples: 20 });
  expect(found).toMatchObject({ estimate: 4, lower: 4, upper: 4, method: 'percentile' });
  expect(await bootstrapInterval(meanOf, 1, { method: 'bca', resamples: 20 })).toMatchObject({
    lower: 1.2,
    upper: 1.2,
    method: 'percentile',
  });
});

test('resamples without a statistic are left out and counted', async () => {
  const withFirst = (rows: Int32Array): number => (rows.includes(0) ? meanOf(rows) : Number.NaN);
  const found = await bootstrapInterval(withFirst, 10, { resamples: 2000 });
  // Row 0 is missing with probability 0.9¹⁰ = 0.349; five standard deviations are 0.053.
  expect(Math.abs(found.undefinedResamples / 2000 - 0.349)).toBeLessThan(0.053);
  expect(found.resamples + found.undefinedResamples).toBe(2000);
});

test('what cannot be done is said', async () => {
  await expect(bootstrapInterval(meanOf, 0)).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
  await expect(bootstrapInterval(() => Number.NaN, 3)).rejects.toMatchObject({ code: 'DATA_NOT_FINITE' });
  const once = (rows: Int32Array): number => (new Set(rows).size === rows.length ? 1 : Number.NaN);
  await expect(bootstrapInterval(once, 10)).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
  await expect(bootstrapInterval(meanOf, 10, { level: 95 })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  await expect(bootstrapInterval(meanOf, 10, { resamples: 0 })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});

test('it can be cancelled and tells how far it is', async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ done }: { done: number }): void => {
    seen.push(done);
    if (done === 5) controller.abort();
  };
  const work = bootstrapInterval(meanOf, 10, { signal: controller.signal, onProgress });
  await expect(work).rejects.toMatchObject({ code: 'ABORTED' });
  expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
});

test('the normal distribution equals scipy.stats.norm', () => {
  const cdf: readonly [number, number][] = [
    [-8, 6.22096057427174e-16],
    [-7.1, 6.237844463331586e-13],
    [-3.3, 0.00048342414238377744],
    [-1, 0.15865525393145707],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [1.96, 0.9750021048517795],
    [4, 0.9999683287581669],
    [7.5, 0.9999999999999681],
  ];
  for (const [z, expected] of cdf) expect(normalCdf(z) / expected).toBeCloseTo(1, 11);
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
  const ppf: readonly [number, number][] = [
    [1e-300, -37.0470962993612],
    [1e-12, -7.034483825301131],
    [0.001, -3.090232306167813],
    [0.07, -1.4757910281791706],
    [0.3, -0.5244005127080409],
    [0.8, 0.8416212335729143],
    [0.975, 1.959963984540054],
    [0.9999, 3.719016485455709],
  ];
  for (const [p, expected] of ppf) expect(normalQuantile(p) / expected).toBeCloseTo(1, 13);
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([
    Number.NEGATIVE_INFINITY,
    0,
    Number.POSITIVE_INFINITY,
  ]);
});

test('the quantile of simple-statistics is of type 7, as in numpy, which the intervals rely on', () => {
  // np.quantile(data, [0, 0.1, 0.25, 0.5, 0.77, 1])
  const expected = [0.3, 0.66, 1.375, 2.45, 4.051, 8.9];
  [0, 0.1, 0.25, 0.5, 0.77, 1].forEach((p, i) => {
    expect(quantile(data, p)).toBeCloseTo(expected[i] as number, 13);
  });
});

test('the interval of a mean of many rows is that of the normal approximation', async () => {
  const random = createRandom(1, 'sample');
  const values = Float64Array.from({ length: 400 }, () => random.normal());
  const sampleMean = (rows: Int32Array): number =>
    rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
  const { estimate, lower, upper } = await bootstrapInterval(sampleMean, 400, { resamples: 4000, seed: 2 });
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / 400);
  // mean ± 1.96 s ÷ √n; the bootstrap's own noise is well below a tenth of that.
  const half = (1.959964 * deviation) / 20;
  expect(Math.abs(lower - (estimate - half))).toBeLessThan(half / 10);
  expect(Math.abs(upper - (estimate + half))).toBeLessThan(half / 10);
});

test('groups are drawn whole: five copies of each row, as a group, tell nothing new', async () => {
  const copies = (row: number): number => Math.floor(row / 5);
  // Whole numbers, so that BCa, which asks how many resamples equal the estimate, meets no rounding.
  const whole = data.map((value) => Math.round(10 * value));
  const mean = (rows: Int32Array): number =>
    rows.reduce((sum, row) => sum + (whole[row] as number), 0) / rows.length;
  const copied = (rows: Int32Array): number => mean(rows.map(copies));
  const groups = Array.from({ length: 50 }, (_, row) => `account ${copies(row)}`);
  for (const method of ['percentile', 'bca'] as const) {
    const single = await bootstrapInterval(mean, 10, { seed: 4, method });
    const grouped = await bootstrapInterval(copied, 50, { seed: 4, method, groups });
    expect(grouped.lower).toBeCloseTo(single.lower, 12);
    expect(grouped.upper).toBeCloseTo(single.upper, 12);
    const asIndependent = await bootstrapInterval(copied, 50, { seed: 4, method });
    expect(asIndependent.upper - asIndependent.lower).toBeLessThan((single.upper - single.lower) * 0.6);
  }
});

test('within strata, every resample has as many rows of each', async () => {
  const strata = data.map((_, row) => (row < 3 ? 'few' : 'many'));
  const shareOfFew = (rows: Int32Array): number => rows.filter((row) => row < 3).length / rows.length;
  const found = await bootstrapInterval(shareOfFew, 10, { strata, resamples: 50 });
  expect(found).toMatchObject({ estimate: 0.3, lower: 0.3, upper: 0.3 });
  const drawn = await bootstrapInterval(meanOf, 10, { strata, resamples: 50 });
  expect(drawn.upper).toBeGreaterThan(drawn.lower);
});

test('groups and strata that do not fit are refused', async () => {
  const labels = data.map(() => 1);
  await expect(bootstrapInterval(meanOf, 10, { groups: [1] })).rejects.toMatchObject({
    code: 'SHAPE_MISMATCH',
  });
  await expect(bootstrapInterval(meanOf, 10, { strata: [1] })).rejects.toMatchObject({
    code: 'SHAPE_MISMATCH',
  });
  await expect(bootstrapInterval(meanOf, 10, { groups: labels, strata: labels })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  await expect(bootstrapInterval(meanOf, 10, { strata: labels, method: 'bca' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});
