import { createRandom, type Random } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { logisticRegression } from '../../estimators/linear/logistic-regression.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { domainClassifierTest, textDomainClassifierTest } from './domain-classifier.js';
import { maximumMeanDiscrepancyTest } from './maximum-mean-discrepancy.js';
import { meanEmbeddingTest, type VectorMoments } from './mean-embedding.js';

/** Two features that are each standard normal, with that correlation, and a category. */
function rowsOf(random: Random, rows: number, correlation: number, shift = 0): FeatureMatrix {
  const first = Float64Array.from({ length: rows }, () => random.normal() + shift);
  return {
    rows,
    features: [
      { name: 'first', kind: 'numeric', inputs: [] },
      { name: 'second', kind: 'numeric', inputs: [] },
      { name: 'category', kind: 'categorical', inputs: [], categories: ['a', 'b'] },
    ],
    columns: [
      first,
      first.map((value) => correlation * value + Math.sqrt(1 - correlation ** 2) * random.normal()),
      Float64Array.from({ length: rows }, () => (random.float() < 0.1 ? Number.NaN : random.integer(2))),
    ],
  };
}

/** Four standard errors around 5 %. */
function expectLevel(rejected: number, simulations: number): void {
  const slack = 4 * Math.sqrt((0.05 * 0.95) / simulations);
  expect(Math.abs(rejected / simulations - 0.05)).toBeLessThan(slack);
}

describe('maximum mean discrepancy', () => {
  test('sees that features no longer go together, though each is as it was', () => {
    const random = createRandom(1, 'correlation');
    const reference = rowsOf(random, 150, 0.9);
    expect(maximumMeanDiscrepancyTest(reference, rowsOf(random, 120, 0.9)).pValue).toBeGreaterThan(0.05);
    const other = maximumMeanDiscrepancyTest(reference, rowsOf(random, 120, -0.9));
    expect(other).toMatchObject({ method: 'permutation', referenceRows: 150, currentRows: 120 });
    expect(other.pValue).toBeLessThan(0.002);
  });

  test('keeps its level', () => {
    const random = createRandom(2, 'level');
    let rejected = 0;
    for (let simulation = 0; simulation < 200; simulation++) {
      const options = { seed: simulation, permutations: 199, enough: 20 };
      const { pValue } = maximumMeanDiscrepancyTest(
        rowsOf(random, 25, 0.5),
        rowsOf(random, 20, 0.5),
        options,
      );
      if (pValue <= 0.05) rejected++;
    }
    expectLevel(rejected, 200);
  });

  test.each([7, 60, 61])(
    'finds nothing in %d rows that are all the same, whatever rounding makes of 0',
    (rows) => {
      const x: FeatureMatrix = {
        rows,
        features: [{ name: 'amount', kind: 'numeric', inputs: ['amount'] }],
        columns: [new Float64Array(rows).fill(0.1)],
      };
      // By hand: every way to deal them gives 0 as well, and ties count one half.
      for (const seed of [0, 1, 2]) {
        expect(maximumMeanDiscrepancyTest(x, x, { seed })).toMatchObject({ statistic: 0, pValue: 0.5 });
      }
    },
  );

  test('compares drawn rows where there are very many, and refuses other features', () => {
    const random = createRandom(3, 'many');
    const many = rowsOf(random, 2_000, 0);
    expect(maximumMeanDiscrepancyTest(many, many, { mostRows: 50 })).toMatchObject({ referenceRows: 50 });
    const fewer = { ...many, features: many.features.slice(1), columns: many.columns.slice(1) };
    expect(() => maximumMeanDiscrepancyTest(many, fewer)).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
  });
});

describe('a domain classifier', () => {
  test('finds what can be learned of rows and of texts', async () => {
    const random = createRandom(4, 'domain');
    const { statistic, pValue } = await domainClassifierTest(
      rowsOf(random, 400, 0),
      rowsOf(random, 300, 0, 0.8),
    );
    // Two normal distributions 0.8 apart: Φ(0.8 ÷ √2) = 0.714, of which a learned rule reaches most.
    expect(statistic).toBeGreaterThan(0.62);
    expect(statistic).toBeLessThan(0.78);
    expect(pValue).toBeLessThan(1e-4);
    const texts = (word: string): string[] =>
      Array.from({ length: 60 }, () => `card payment ${word} ${random.integer(1_000)}`);
    expect((await textDomainClassifierTest(texts('bakery'), texts('airline'))).pValue).toBeLessThan(1e-4);
    expect((await textDomainClassifierTest(texts('bakery'), texts('bakery'))).pValue).toBeGreaterThan(0.01);
  });

  test('keeps its level', async () => {
    const random = createRandom(5, 'domain level');
    const classifier = logisticRegression({ missing: 'mean' });
    let rejected = 0;
    for (let simulation = 0; simulation < 200; simulation++) {
      const [reference, current] = [rowsOf(random, 60, 0.3), rowsOf(random, 40, 0.3)];
      const { pValue } = await domainClassifierTest(reference, current, { classifier, folds: 4 });
      if (pValue <= 0.05) rejected++;
    }
    expectLevel(rejected, 200);
  });

  test('knows a category that the reference lacks', async () => {
    const matrix = (category: string): FeatureMatrix => ({
      rows: 100,
      features: [{ name: 'category', kind: 'categorical', inputs: [], categories: [category] }],
      columns: [new Float64Array(100)],
    });
    expect((await domainClassifierTest(matrix('a'), matrix('a'))).statistic).toBe(0.5);
    expect((await domainClassifierTest(matrix('a'), matrix('b'))).statistic).toBe(1);
  });
});

describe('the test of means', () => {
  function moments(random: Random, rows: number, shift: number): VectorMoments {
    const dimensions = 6;
    const sums = new Float64Array(dimensions);
    const products = new Float64Array((dimensions * (dimensions + 1)) / 2);
    for (let row = 0; row < rows; row++) {
      // Skewed, of unequal variance and correlated.
      const common = random.normal();
      const vector = Float64Array.from(
        { length: dimensions },
        (_, i) => i * Math.exp(random.normal() / 2) + common,
      );
      vector[1] = (vector[1] as number) + shift;
      let at = 0;
      for (let i = 0; i < dimensions; i++) {
        sums[i] = (sums[i] as number) + (vector[i] as number);
        for (let j = i; j < dimensions; j++, at++) {
          products[at] = (products[at] as number) + (vector[i] as number) * (vector[j] as number);
        }
      }
    }
    return { rows, sums, products };
  }

  test('keeps its level', () => {
    const random = createRandom(6, 'means');
    let rejected = 0;
    for (let simulation = 0; simulation < 1_000; simulation++) {
      if (meanEmbeddingTest(moments(random, 80, 0), moments(random, 50, 0)).pValue <= 0.05) rejected++;
    }
    expectLevel(rejected, 1_000);
    expect(meanEmbeddingTest(moments(random, 300, 0), moments(random, 300, 2)).pValue).toBeLessThan(1e-3);
  });

  test('says nothing of vectors that are all the same', () => {
    const same = { rows: 30, sums: Float64Array.of(30), products: Float64Array.of(30) };
    expect(meanEmbeddingTest(same, same)).toMatchObject({ statistic: 0, pValue: 1 });
  });
});
