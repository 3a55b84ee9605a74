import { existsSync, readFileSync } from 'node:fs';
import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { wassersteinDistance } from './distances.js';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov.js';
import { populationStabilityIndex, populationStabilityThreshold } from './population-stability.js';

describe('the population stability index', () => {
  test('of two halves of ten is counted by hand', () => {
    // Between 5 and 6 lies the reference's median; 8 of 10 current values are above it: 0.3 ln(8 ÷ 5) + 0.3 ln(5 ÷ 2).
    const reference = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const current = [1, 2, 6, 6, 7, 7, 8, 9, 9, 11];
    expect(populationStabilityIndex(reference, current, 2)).toBeCloseTo(
      0.3 * Math.log(8 / 5) + 0.3 * Math.log(5 / 2),
      12,
    );
  });

  test.each([
    [50, 50, 0.677],
    [200, 1_000, 0.1015],
    [10_000, 10_000, 0.00338],
  ])('is exceeded by chance with %i and %i rows at another value than 0.1', (m, n, threshold) => {
    // scipy.stats.chi2.ppf(0.95, 9) = 16.918978 times 1/m + 1/n.
    expect(populationStabilityThreshold(m, n, 10)).toBeCloseTo((1 / m + 1 / n) * 16.918977604620448, 12);
    expect(populationStabilityThreshold(m, n, 10)).toBeCloseTo(threshold, 3);
  });

  test('exceeds its threshold in 5 of 100 draws without drift, and 0.1 in none or all of them', () => {
    const random = createRandom(1, 'stability');
    const draw = (rows: number): Float64Array => Float64Array.from({ length: rows }, () => random.normal());
    const share = (rows: number, threshold: number): number => {
      let exceeded = 0;
      for (let i = 0; i < 400; i++)
        if (populationStabilityIndex(draw(rows), draw(rows)) > threshold) exceeded++;
      return exceeded / 400;
    };
    // Four standard errors of 400 draws.
    expect(Math.abs(share(1_000, populationStabilityThreshold(1_000, 1_000, 10)) - 0.05)).toBeLessThan(0.044);
    expect(share(50, 0.1)).toBeGreaterThan(0.85);
    expect(share(1_000, 0.1)).toBe(0);
  });
});

const path = new URL('../../../../../../shared/data/drift-nannyml/', import.meta.url);

/** Measured with scipy and numpy for the data set's own description. */
const published = [
  ['MedInc', 0.0687, 0.3047, 0.0379],
  ['HouseAge', 0.0868, 2.0864, 0.0812],
  ['AveRooms', 0.0653, 0.1954, 0.0271],
  ['Population', 0.0211, 52.588, 0.0044],
  ['AveOccup', 0.0838, 0.3878, 0.0558],
  ['Latitude', 0.507, 1.8723, 3.754],
  ['Longitude', 0.5123, 1.8235, 5.151],
] as const;

describe.skipIf(!existsSync(path))('California housing', () => {
  const column = (file: string, name: string): Float64Array => {
    const lines = readFileSync(new URL(file, path), 'utf8').trim().split(/\r?\n/);
    const index = (lines[0] ?? '').split(',').indexOf(name);
    return Float64Array.from(lines.slice(1), (line) => Number(line.split(',')[index]));
  };

  test.each(published)('%s differs as published', (name, ks, w1, psi) => {
    const reference = column('california_housing_reference.csv', name);
    const analysis = column('california_housing_analysis.csv', name);
    expect([reference.length, analysis.length]).toEqual([5_832, 8_232]);
    const { statistic, pValue } = kolmogorovSmirnovTest(reference, analysis);
    expect(statistic).toBeCloseTo(ks, 4);
    if (name === 'Population') expect(pValue).toBeCloseTo(0.093, 3);
    expect(wassersteinDistance(reference, analysis)).toBeCloseTo(w1, w1 > 10 ? 3 : 4);
    expect(populationStabilityIndex(reference, analysis)).toBeCloseTo(psi, psi > 1 ? 3 : 4);
  });
});
