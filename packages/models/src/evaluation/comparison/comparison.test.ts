import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctedPairedTTest, dieboldMarianoTest, mcNemarTest, pairedBootstrap } from '../index.js';
import { codeOf } from '../testing/code-of.js';

function expectClose(found: number, expected: number): void {
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10);
}

/** Labels and predictions with so many rows that only one of two gets right, and two on which they agree. */
function discordant(onlyFirst: number, onlySecond: number): [number[], number[], number[]] {
  const labels = Array.from({ length: onlyFirst + onlySecond + 2 }, () => 1);
  const first = labels.map((_, row) => (row < onlyFirst || row === labels.length - 1 ? 1 : 0));
  const second = labels.map((_, row) => (row >= onlyFirst && row < labels.length - 2 ? 1 : 0));
  second[labels.length - 1] = 1;
  return [labels, first, second];
}

describe('McNemar', () => {
  // exact: statsmodels 0.15.0 mcnemar(exact=True); mid-p: 2 binom.cdf(min) − binom.pmf(min) of scipy 1.17.1
  test('equals statsmodels, far tails included', () => {
    const rows = [
      [10, 3, 0.09228515625, 0.05737304687500002],
      [25, 8, 0.004551384132355452, 0.0029350556433200875],
      [1, 0, 1, 0.5],
      [5, 5, 1, 1],
      [400, 300, 0.0001784763144856244, 0.00015498176361506457],
      [700, 2, 2.3455097417479793e-206, 1.1760960393017816e-206],
    ] as const;
    for (const [onlyFirst, onlySecond, exact, midP] of rows) {
      const models = discordant(onlyFirst, onlySecond);
      const found = mcNemarTest(...models, { method: 'exact' });
      expect(found).toMatchObject({ onlyFirst, onlySecond, method: 'exact' });
      expectClose(found.pValue, exact);
      expectClose(mcNemarTest(...models).pValue, midP);
    }
  });

  test('two that are right on the same rows do not differ', () => {
    expect(mcNemarTest(['a', 'b'], ['a', 'c'], ['a', 'd'])).toEqual({
      onlyFirst: 0,
      onlySecond: 0,
      pValue: 1,
      method: 'mid-p',
    });
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => mcNemarTest([], [], []))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => mcNemarTest([1], [1, 2], [1]))).toBe('SHAPE_MISMATCH');
  });
});

describe('corrected resampled t-test', () => {
  const [first, second] = [
    [0.83, 0.82, 0.835, 0.83, 0.84, 0.8],
    [0.81, 0.79, 0.84, 0.8, 0.82, 0.77],
  ];

  test('by its formula, with scipy 1.17.1', () => {
    // v = d.var(ddof=1) * (1/6 + 200/1000); stats.t.sf, stats.t.ppf(0.95, 5)
    const found = correctedPairedTTest(first, second, { trainRows: 1000, testRows: 200, level: 0.9 });
    expectClose(found.difference, 0.020833333333333297);
    expectClose(found.statistic, 2.5352309822338635);
    expectClose(found.pValue, 0.05219613866361266);
    expectClose(found.lower, 0.004274615512897071);
    expectClose(found.upper, 0.03739205115376952);
    expect(found.degreesOfFreedom).toBe(5);
  });

  test('differences that do not vary', () => {
    const rows = { trainRows: 4, testRows: 1 };
    expect(correctedPairedTTest([1, 2], [1, 2], rows)).toMatchObject({ difference: 0, pValue: 1 });
    expect(correctedPairedTTest([1, 2], [0, 1], rows)).toMatchObject({ difference: 1, pValue: Number.NaN });
  });

  test('what is wrong with the input is said', () => {
    const rows = { trainRows: 4, testRows: 1 };
    expect(codeOf(() => correctedPairedTTest([1], [1], rows))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => correctedPairedTTest([1, 2], [1], rows))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => correctedPairedTTest([1, Number.NaN], [1, 2], rows))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => correctedPairedTTest([1, 2], [1, 2], { trainRows: 0, testRows: 1 }))).toBe(
      'INVALID_ARGUMENT',
    );
  });
});

describe('Diebold–Mariano', () => {
  const first = Array.from({ length: 40 }, (_, i) => ((i * i * 7 + i * 3) % 23) / 4);
  const second = Array.from({ length: 40 }, (_, i) => ((i * i * 5 + i * 11 + 4) % 19) / 4);

  // Variance: statsmodels 0.15.0 OLS(d, ones).fit(cov_type="HAC", maxlags=h-1, kernel=…); correction by its formula;
  // p: scipy.stats.t.sf
  test.each([
    [1, 'rectangular', 1.6691757271582621, 0.10309196354419949],
    [2, 'rectangular', 1.507193927103151, 0.1398192126133399],
    [2, 'bartlett', 1.563625762223777, 0.12598455732929595],
    [4, 'rectangular', 1.756165364038434, 0.08691114097658834],
    [4, 'bartlett', 1.5616931375364596, 0.12643933806864233],
    [7, 'rectangular', 5.220777566301343, 6.2263960131694905e-6],
    [7, 'bartlett', 1.718875266063307, 0.09356664503715072],
  ] as const)('horizon %i, %s kernel, equals statsmodels', (horizon, kernel, statistic, pValue) => {
    const found = dieboldMarianoTest(first, second, { horizon, kernel });
    expectClose(found.statistic, statistic);
    expectClose(found.pValue, pValue);
    expect(found.kernel).toBe(kernel);
  });

  test('losses that alternate leave the rectangular kernel no variance; Bartlett takes over', () => {
    const zeros = Array.from({ length: 12 }, () => 0);
    const alternating = zeros.map((_, i) => (i % 2 === 0 ? 1 : -0.9));
    const found = dieboldMarianoTest(alternating, zeros, { horizon: 2 });
    expect(found.kernel).toBe('bartlett');
    expect(found.pValue).toBe(
      dieboldMarianoTest(alternating, zeros, { horizon: 2, kernel: 'bartlett' }).pValue,
    );
  });

  test('equal losses do not differ; a difference without variance has no p-value', () => {
    expect(dieboldMarianoTest([1, 2, 3], [1, 2, 3])).toMatchObject({ statistic: 0, pValue: 1 });
    expect(dieboldMarianoTest([2, 3, 4], [1, 2, 3]).pValue).toBeNaN();
  });

  test('swapping the forecasts changes the sign alone', () => {
    const losses = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
      minLength: 5,
      maxLength: 30,
    });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 4 }), (pairs, horizon) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const [there, back] = [dieboldMarianoTest(a, b, { horizon }), dieboldMarianoTest(b, a, { horizon })];
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        if (!Number.isNaN(there.pValue)) expect(back.pValue).toBeCloseTo(there.pValue, 12);
        if (!Number.isNaN(there.pValue)) expect(there.pValue >= 0 && there.pValue <= 1).toBe(true);
      }),
    );
  });

  test('of equal forecasts, it finds a difference at 5% in 5% of 4,000 series of 15 steps', () => {
    const random = createRandom(5, 'diebold-mariano');
    let found = 0;
    for (let series = 0; series < 4000; series++) {
      const losses = [0, 1].map(() => Array.from({ length: 15 }, () => Math.abs(random.normal())));
      if (dieboldMarianoTest(losses[0] as number[], losses[1] as number[]).pValue < 0.05) found++;
    }
    // Four standard errors of a share of 4,000 are 0.0138.
    expect(Math.abs(found / 4000 - 0.05)).toBeLessThan(0.0138);
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => dieboldMarianoTest([1], [1]))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => dieboldMarianoTest([1, 2, 3], [1, 2, 3], { horizon: 3 }))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => dieboldMarianoTest([1, 2], [1]))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => dieboldMarianoTest([1, Number.NaN], [1, 2]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => dieboldMarianoTest([1, 2], [1, 2], { horizon: 0 }))).toBe('INVALID_ARGUMENT');
  });
});

describe('paired bootstrap', () => {
  const meanOf =
    (values: readonly number[]) =>
    (rows: Int32Array): number =>
      rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;

  test('what is hard for both cancels', async () => {
    const random = createRandom(3, 'paired');
    const hardness = Array.from({ length: 80 }, () => 100 * random.float());
    const [first, second] = [hardness, hardness.map((value) => value - 1 - 0.5 * random.normal())];
    const { difference, pValue } = await pairedBootstrap(meanOf(first), meanOf(second), 80, { seed: 1 });
    // The mean of 80 differences of spread 0.5 has the standard error 0.056, though the figures themselves have 3.2.
    expect(difference.upper - difference.lower).toBeGreaterThan(0.17);
    expect(difference.upper - difference.lower).toBeLessThan(0.27);
    expect(pValue).toBe(2 / 2001);
  });

  test('a model does not differ from itself', async () => {
    const values = [1, 5, 2, 4];
    const found = await pairedBootstrap(meanOf(values), meanOf(values), 4, { resamples: 50 });
    expect(found).toMatchObject({ difference: { estimate: 0, lower: 0, upper: 0 }, pValue: 1 });
  });

  test('of equal models, a p-value below 0.1 is found in 10% of 600 comparisons', async () => {
    const random = createRandom(9, 'paired level');
    let found = 0;
    for (let comparison = 0; comparison < 600; comparison++) {
      const [first, second] = [0, 1].map(() => Array.from({ length: 60 }, () => random.normal()));
      const options = { resamples: 199, seed: comparison };
      const { pValue } = await pairedBootstrap(
        meanOf(first as number[]),
        meanOf(second as number[]),
        60,
        options,
      );
      if (pValue <= 0.1) found++;
    }
    // Four standard errors of a share of 600 are 0.049.
    expect(Math.abs(found / 600 - 0.1)).toBeLessThan(0.049);
  });
});
