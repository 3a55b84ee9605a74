import { describe, expect, test } from 'vitest';
import { kolmogorovOneSampleUpper } from '../../statistics/kolmogorov-one-sample.js';
import { falseDiscoveryRate } from '../multiple-testing/adjusted-p-values.js';
import { goldenSample, scipyGolden } from '../testing/scipy-golden.js';
import { andersonDarlingTest } from './anderson-darling.js';
import { chiSquaredTest, gTest } from './contingency.js';
import { cramerVonMisesTest } from './cramer-von-mises.js';
import { energyDistance, wassersteinDistance } from './distances.js';
import { hellingerDistance, jensenShannonDistance, totalVariationDistance } from './divergences.js';
import { fisherExactTest } from './fisher-exact.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov.js';
import { mannWhitneyTest } from './mann-whitney.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** To 1e-9 of the value, and where scipy subtracts from 1, to what double precision leaves of the difference. */
function expectClose(ours: number, theirs: number, what: string, floor = 1e-300): void {
  expect(Math.abs(ours - theirs), `${what}: ${ours}, scipy ${theirs}`).toBeLessThanOrEqual(
    1e-9 * Math.abs(theirs) + floor,
  );
}

function expectSame(
  ours: TwoSampleTest,
  [statistic, pValue]: readonly [number | null, number],
  what: string,
  floor = 1e-300,
): void {
  if (statistic === null) expect(Number.isFinite(ours.statistic)).toBe(false);
  else expectClose(ours.statistic, statistic, `${what} statistic`, 1e-12);
  expectClose(ours.pValue, pValue, `${what} p-value`, floor);
}

describe('equal scipy to 1e-9', () => {
  test.each(['uniform', 'heavy', 'rounded', 'zeros'] as const)('on %s samples of 1 to 20,001', (kind) => {
    const cases = scipyGolden.numeric.filter((row) => row.kind === kind);
    expect(cases.length).toBeGreaterThan(60);
    for (const { m, n, seed, shift, ks, ksLimit, mw, w1, energy, cvm, ad } of cases) {
      const a = goldenSample(kind, m, 1000 + seed, 0);
      const b = goldenSample(kind, n, 5000 + seed, shift);
      const what = `${kind} ${m}/${n} shifted by ${shift}`;
      // Above 10,000 values both are of the one-sample distribution, of which the smaller side is 1 less the other.
      expectSame(kolmogorovSmirnovTest(a, b), ks, `KS ${what}`, Math.max(m, n) > 10_000 ? 1e-14 : 1e-300);
      if (ksLimit !== undefined) {
        const limit = kolmogorovSmirnovTest(a, b, { method: 'asymptotic' });
        expectClose(limit.pValue, ksLimit, `KS limit ${what}`, 1e-14);
      }
      expectSame(mannWhitneyTest(a, b), mw, `MW ${what}`);
      expectClose(wassersteinDistance(a, b), w1, `W1 ${what}`, 1e-12);
      expectClose(energyDistance(a, b), energy, `energy ${what}`, 1e-12);
      // 1 less a sum, of which scipy leaves out terms of 1e-7; these p-values are of the whole sum.
      if (cvm) expectSame(cramerVonMisesTest(a, b), cvm, `CvM ${what}`, 1e-13);
      if (ad) expectSame(andersonDarlingTest(a, b), ad, `AD ${what}`);
    }
  });

  test('on tables of 2 to 50 categories', () => {
    for (const { a, b, chi2, g, js, hellinger, tv, fisher } of scipyGolden.tables) {
      const what = `${a.length} categories, ${a.join(' ')} / ${b.join(' ')}`;
      if (chi2) expectSame(chiSquaredTest(a, b), chi2, `χ² ${what}`);
      if (g) expectSame(gTest(a, b), g, `G ${what}`);
      if (js !== undefined) expectClose(jensenShannonDistance(a, b), js, `JS ${what}`, 1e-12);
      if (hellinger !== undefined) expectClose(hellingerDistance(a, b), hellinger, `Hellinger ${what}`);
      if (tv !== undefined) expectClose(totalVariationDistance(a, b), tv, `TV ${what}`, 1e-15);
      if (fisher) expectSame(fisherExactTest(a, b), fisher, `Fisher ${what}`);
    }
  });

  test("on the one-sample distribution of Kolmogorov's statistic from 1 to 500,000 values", () => {
    for (const [n, x, upper] of scipyGolden.oneSample) {
      expectClose(kolmogorovOneSampleUpper(n, x), upper, `kstwo(${n}) at ${x}`, 1e-14);
    }
  });

  test('on adjusted p-values', () => {
    const { p, bh, by } = scipyGolden.adjusted;
    for (const [i, q] of falseDiscoveryRate(p).entries()) expectClose(q, bh[i] as number, `BH ${i}`);
    for (const [i, q] of falseDiscoveryRate(p, 'by').entries()) expectClose(q, by[i] as number, `BY ${i}`);
  });
});
