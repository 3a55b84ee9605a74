import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridgePValue } from './kolmogorov-bridge.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov.js';
import { largestGap, tiedPValue } from './kolmogorov-tied.js';
import { permutationPValue } from './permutation.js';
import { samplePair } from './sample-pair.js';

/** Every way to say which of the pooled values are current: the definition of the p-value. */
function byEnumeration(reference: readonly number[], current: readonly number[]): number {
  const pooled = [...reference, ...current];
  const observed = largestGap(samplePair(reference, current));
  let [extreme, all] = [0, 0];
  for (let choice = 0; choice < 2 ** pooled.length; choice++) {
    const chosen = pooled.filter((_, index) => (choice >> index) & 1);
    if (chosen.length !== current.length) continue;
    const rest = pooled.filter((_, index) => !((choice >> index) & 1));
    all++;
    if (largestGap(samplePair(rest, chosen)) >= observed) extreme++;
  }
  return extreme / all;
}

describe('with ties the p-value', () => {
  test('is the share of all ways to deal the pooled values', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sample, sample, (reference, current) => {
        const { pValue } = kolmogorovSmirnovTest(reference, current, { method: 'tied' });
        expect(pValue).toBeCloseTo(byEnumeration(reference, current), 12);
      }),
      { numRuns: 60 },
    );
  });

  test('is that of continuous values where there are none', () => {
    const random = createRandom(1, 'untied');
    for (const [m, n] of [
      [3, 4],
      [50, 50],
      [200, 170],
      [1000, 120],
    ] as const) {
      const a = Float64Array.from({ length: m }, () => random.normal());
      const b = Float64Array.from({ length: n }, () => random.normal() + 0.2);
      const exact = kolmogorovSmirnovTest(a, b, { method: 'exact' }).pValue;
      const tied = kolmogorovSmirnovTest(a, b, { method: 'tied' });
      expect(tied.method).toBe('exact');
      expect(Math.abs(tied.pValue - exact)).toBeLessThan(1e-11);
    }
  });

  test('is half of what ignoring them gives, for amounts of which a third is 0', () => {
    const random = createRandom(2, 'zeros');
    const draw = (): number => (random.float() < 1 / 3 ? 0 : Math.round(random.float() * 4));
    const a = Float64Array.from({ length: 200 }, draw);
    const b = Float64Array.from({ length: 200 }, (_, i) => (i < 22 ? 4 : draw()));
    const ignoring = kolmogorovSmirnovTest(a, b).pValue;
    const { pValue } = kolmogorovSmirnovTest(a, b, { method: 'tied' });
    expect(pValue).toBeLessThan(ignoring * 0.75);
    const drawn = permutationPValue(samplePair(a, b), (counts) => largestGap({ ...counts, values: a }), {
      permutations: 20_000,
      enough: 20_000,
    });
    // 20,000 draws: four standard errors; the draws count their ties one half.
    expect(Math.abs(pValue - drawn)).toBeLessThan(0.03);
    expect(pValue).toBeGreaterThan(drawn - 0.004);
  });
});

describe('the limit of large samples', () => {
  // Cells that hold these shares of the rows, and 6,000 rows in each sample.
  test.each([
    ['ten alike', Array.from({ length: 10 }, () => 0.1)],
    ['one of a half, and a hundred light ones', [0.5, ...Array.from({ length: 100 }, () => 0.005)]],
    ['two hundred light ones', Array.from({ length: 200 }, () => 0.005)],
    ['a light run between heavy ones', [0.3, ...Array.from({ length: 40 }, () => 0.01), 0.25, 0.05]],
    ['two', [0.7, 0.3]],
  ])('is the exact p-value to a twentieth of it, with values of which %s', (_, shares) => {
    const rows = 6_000;
    const counts = Float64Array.from(shares, (share) => Math.round(rows * share));
    const pair = {
      values: Float64Array.from(shares.keys()),
      reference: counts,
      current: counts,
      referenceRows: counts.reduce((sum, count) => sum + count, 0),
      currentRows: counts.reduce((sum, count) => sum + count, 0),
    };
    for (const distance of [0.6, 0.9, 1.2, 1.36, 1.7]) {
      const gap = distance * Math.sqrt(2 / pair.currentRows) * pair.currentRows ** 2;
      const exact = tiedPValue(pair, gap);
      const limit = bridgePValue(pair, distance);
      expect(Math.abs(limit - exact), `${distance}: ${limit} for ${exact}`).toBeLessThan(0.05 * exact + 5e-4);
    }
  });
});
