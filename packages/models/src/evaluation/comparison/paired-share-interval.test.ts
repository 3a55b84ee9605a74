import { describe, expect, test } from 'vitest';
import { binomial } from '../../statistics/distributions.js';
import { pairedShareInterval } from './paired-share-interval.js';

describe('the interval of the difference of two shares of the same rows', () => {
  test('is that of a hand calculation', () => {
    // (10 − 4) ÷ 102 ± 1.96 √((15 ÷ 102 − (6 ÷ 102)²) ÷ 102)
    const { lower, upper } = pairedShareInterval(10, 4, 100);
    expect(lower).toBeCloseTo(-0.014716387, 8);
    expect(upper).toBeCloseTo(0.132363446, 8);
  });

  test('is about 0 where nothing differs', () => {
    const { lower, upper } = pairedShareInterval(0, 0, 50);
    expect(lower).toBe(-upper);
    expect(upper).toBeGreaterThan(0);
  });

  test('holds the true difference of 0 with 95% for any share of rows that differ', () => {
    const n = 100;
    for (const differing of [4, 10, 30, 60]) {
      let coverage = 0;
      for (let first = 0; first <= differing; first++) {
        const { lower, upper } = pairedShareInterval(first, differing - first, n);
        const { lower: upTo } = binomial(first, differing, 0.5);
        const { lower: below } = binomial(first - 1, differing, 0.5);
        if (lower <= 0 && upper >= 0) coverage += upTo - below;
      }
      expect(coverage).toBeGreaterThan(0.93);
    }
  });

  test('takes counts alone', () => {
    expect(() => pairedShareInterval(5, 6, 10)).toThrow('onlySecond');
  });
});
