import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holmAdjusted } from '../index.js';

// statsmodels 0.14: multipletests(p, method="holm")[1]
test.each([
  [
    [0.01, 0.04, 0.03],
    [0.03, 0.06, 0.06],
  ],
  [
    [0.2, 0.001, 0.04, 0.04, 0.9, 0.0121],
    [0.4, 0.006, 0.16, 0.16, 0.9, 0.0605],
  ],
  [[0.5], [0.5]],
  [
    [0.8, 0.7, 0.6],
    [1, 1, 1],
  ],
  [
    [0, 1, 1e-12, 0.05, 0.05],
    [0, 1, 4e-12, 0.15000000000000002, 0.15000000000000002],
  ],
  [[], []],
])('%j becomes %j', (pValues, expected) => {
  const adjusted = holmAdjusted(pValues);
  expect(adjusted).toHaveLength(expected.length);
  adjusted.forEach((value, test) => {
    expect(value).toBeCloseTo(expected[test] as number, 14);
  });
});

describe('adjusted p-values', () => {
  test('are no smaller, at most 1, in the same order, and at most those of Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (pValues) => {
        const adjusted = holmAdjusted(pValues);
        pValues.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, value * pValues.length));
          pValues.forEach((other, j) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] as number);
          });
        });
      }),
    );
  });

  test.each([[[Number.NaN]], [[1.1]], [[-0.1]]])('refuse %j', (pValues) => {
    expect(() => holmAdjusted(pValues)).toThrow();
  });
});
