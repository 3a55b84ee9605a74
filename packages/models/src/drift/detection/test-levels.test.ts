import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { cellCounts } from '../tests/contingency.js';
import { samplePair } from '../tests/sample-pair.js';
import { type CategoricalTestName, categoricalTests, categoryOutcome } from './categorical-tests.js';
import { type NumericTestName, numericTests } from './numeric-tests.js';

const simulations = 120;

/** Four standard errors of 120 draws around 5 %. */
function expectLevel(rejected: number, what: string): void {
  expect(Math.abs(rejected / simulations - 0.05), what).toBeLessThan(
    4 * Math.sqrt((0.05 * 0.95) / simulations),
  );
}

const numericNames = Object.keys(numericTests) as NumericTestName[];
const categoricalNames = Object.keys(categoricalTests) as CategoricalTestName[];

describe('at nominal 5 % a test of', () => {
  test.each(numericNames)('numbers with ties, %s, is wrong so often and finds a shift', (name) => {
    const random = createRandom(3, name);
    const draw = (rows: number, shift = 0): number[] =>
      Array.from({ length: rows }, () => Math.round(4 * (random.normal() + shift)) / 2);
    const pValue = (now: number[], seed: number): number =>
      numericTests[name].compare(
        { kind: 'numeric', name: 'amount', role: 'feature', pair: samplePair(draw(90), now) },
        { seed },
      ).pValue;
    let rejected = 0;
    for (let seed = 0; seed < simulations; seed++) if (pValue(draw(40), seed) <= 0.05) rejected++;
    expectLevel(rejected, name);
    expect(pValue(draw(80, 1.2), 0)).toBeLessThan(0.01);
  });

  test.each(categoricalNames)('thirty categories, most of them rare, %s, is wrong so often', (name) => {
    const random = createRandom(4, name);
    const draw = (rows: number): Float64Array => {
      const counts = new Float64Array(30);
      for (let row = 0; row < rows; row++) {
        const category = Math.floor(30 * random.float() ** 4);
        counts[category] = (counts[category] as number) + 1;
      }
      return counts;
    };
    let rejected = 0;
    for (let seed = 0; seed < simulations; seed++) {
      if (categoryOutcome(name, cellCounts(draw(200), draw(60)), seed).pValue <= 0.05) rejected++;
    }
    expectLevel(rejected, name);
  });

  test('large samples of rare categories, which are pooled, is wrong so often', () => {
    const random = createRandom(5, 'large');
    // Counts of 6,000 rows are Poisson but for their sum.
    const draw = (): Float64Array =>
      Float64Array.from({ length: 40 }, (_, category) => {
        const mean = category < 10 ? 590 : 3;
        let [count, left] = [0, -Math.log(1 - random.float())];
        if (mean > 100) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
        while (left < mean) {
          count++;
          left -= Math.log(1 - random.float());
        }
        return count;
      });
    let rejected = 0;
    for (let seed = 0; seed < simulations; seed++) {
      const outcome = categoryOutcome('chi-squared', cellCounts(draw(), draw()), seed);
      expect(outcome.method).toBe('asymptotic');
      if (outcome.pValue <= 0.05) rejected++;
    }
    expectLevel(rejected, 'pooled');
  });
});

describe('the test of categories', () => {
  test('of one unseen row in 500 says what the two samples say: nothing', () => {
    // Evidently 0.7 gives 0 here. Fisher: 1 of 501 against 0 of 500 in other words, 0.5 by the mid-p of two tables.
    const { pValue, test: name } = categoryOutcome('chi-squared', cellCounts([500, 0], [499, 1]), 0);
    expect(name).toBe('fisher-exact');
    expect(pValue).toBeCloseTo(0.5, 9);
  });

  test('sees a complete change of categories in samples of unequal size', () => {
    const { pValue } = categoryOutcome('chi-squared', cellCounts([500, 500, 0, 0], [0, 0, 150, 150]), 0);
    expect(pValue).toBeLessThan(1e-12);
  });

  test('says 1 where there is a single category', () => {
    expect(categoryOutcome('g', cellCounts([10, 0], [20, 0]), 0).pValue).toBe(1);
  });
});
