import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { harmonicMeanPValue, landauSurvival } from './harmonic-mean.js';

// scipy 1.17.1: scipy.stats.landau.sf(x), whose variable is (2 / pi) * (λ - log(pi / 2)).
test.each([
  [-2, 0.9992928859435108],
  [-1, 0.9038390389593682],
  [0, 0.6347612984876252],
  [0.5, 0.5157607480767487],
  [1, 0.42213324035804767],
  [3, 0.22070332664113163],
  [10, 0.07089670638256246],
  [100, 0.006538466629667619],
  [1e4, 6.369760884128885e-5],
  [1e8, 6.366198453103158e-9],
])('the distribution of Landau exceeds %d with scipy’s probability', (x, expected) => {
  expect(landauSurvival((Math.PI / 2) * x + Math.log(Math.PI / 2)) / expected).toBeCloseTo(1, 6);
});

describe('the harmonic mean of p-values', () => {
  // The same, of (mean(1 / p) - log(count) - 1 + 0.5772156649015329 + log(2 / pi)) / (pi / 2), as the R package harmonicmeanp has it.
  test.each([
    [[0.01, 0.04, 0.03], 0.020892418475584436],
    [[0.5, 0.9], 0.636760244243469],
    [new Array<number>(10).fill(0.02), 0.022741801997857667],
    [[1e-6, 0.3, 0.7, 0.2], 4.0001820079339266e-6],
    [[1, 0.4, 1], 0.7169974378000334],
  ])('of %j is that of Wilson', (pValues, expected) => {
    expect(harmonicMeanPValue(pValues) / expected).toBeCloseTo(1, 6);
  });

  test('of one is that one, of one that is 0 is 0, and never less than the least', () => {
    expect(harmonicMeanPValue([1, 1, 1])).toBe(1);
    expect(harmonicMeanPValue([0.03])).toBe(0.03);
    expect(harmonicMeanPValue([0, 0.4])).toBe(0);
  });

  test.each([2, 5, 30])('of %d independent ones is as small as it says', (count) => {
    const random = createRandom(7, 'harmonic mean');
    const draws = 4_000;
    let found = 0;
    for (let draw = 0; draw < draws; draw++) {
      const pValues = Array.from({ length: count }, () => 1 - random.float());
      if (harmonicMeanPValue(pValues) <= 0.05) found++;
    }
    // Four standard errors around what 2,000,000 draws with numpy gave, 4.6 to 5.0 %.
    expect(Math.abs(found / draws - 0.048)).toBeLessThan(4 * 0.0034);
  });
});
