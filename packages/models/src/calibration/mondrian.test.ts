import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import { applyMondrianInterval, fitMondrianInterval } from './index.js';

test('by hand: the fourth of four residuals in each group, the pooled one for others', () => {
  const groups = ['rent', 'rent', 'rent', 'rent', 'food', 'food', 'food', 'food', 'fuel'];
  const actual = [800, 801, 800, 802, 20, 35, 12, 50, 33];
  const predicted = [800, 800, 800, 800, 25, 25, 25, 25, 30];
  const interval = fitMondrianInterval(actual, predicted, groups, 0.8);
  // All residuals: 0, 0, 1, 2, 3, 5, 10, 13, 25; the ⌈10 × 0.8⌉-th is 13.
  expect(interval).toEqual({
    coverage: 0.8,
    groups: ['rent', 'food'],
    radii: [2, 25],
    pooledRadius: 13,
    n: 9,
  });
  expect(applyMondrianInterval(interval, [800, 30, 30, 1], ['rent', 'food', 'fuel', 'new'])).toEqual({
    lower: Float64Array.of(798, 5, 17, -12),
    upper: Float64Array.of(802, 55, 43, 14),
  });
  expect(Object.isFrozen(interval) && Object.isFrozen(interval.radii)).toBe(true);
  const strict = fitMondrianInterval(actual, predicted, groups, 0.8, { leastRows: 5 });
  expect(strict.groups).toEqual([]);
});

describe('every group is covered, where one radius for all covers the calm and fails the wild', () => {
  const draws = 3000;
  // 19 calm rows and 9 wild ones; exact coverage ⌈20 × 0.8⌉ ÷ 20 and ⌈10 × 0.8⌉ ÷ 10. Four standard errors are 0.029.
  test.each([
    ['calm', 0.8],
    ['wild', 0.8],
  ])('%s', (tested, exact) => {
    const random = createRandom(2, `mondrian ${tested}`);
    let [covered, coveredByPooled] = [0, 0];
    const groups = Array.from({ length: 28 }, (_, row) => (row < 19 ? 'calm' : 'wild'));
    for (let draw = 0; draw < draws; draw++) {
      const value = (group: string): number => random.normal() * (group === 'calm' ? 1 : 10);
      const zeros = new Float64Array(28);
      const interval = fitMondrianInterval(groups.map(value), zeros, groups, 0.8);
      const actual = value(tested);
      const { upper } = applyMondrianInterval(interval, [0], [tested]);
      if (Math.abs(actual) <= (upper[0] as number)) covered++;
      if (Math.abs(actual) <= interval.pooledRadius) coveredByPooled++;
    }
    expect(Math.abs(covered / draws - exact)).toBeLessThan(0.029);
    if (tested === 'wild') expect(coveredByPooled / draws).toBeLessThan(0.6);
    else expect(coveredByPooled / draws).toBeGreaterThan(0.95);
  });
});

test('what is wrong with the input is said', () => {
  expect(codeOf(() => fitMondrianInterval([1, 2], [1, 2], ['a', 'a'], 0.9))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => fitMondrianInterval([1, 2], [1, 2], ['a'], 0.5))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fitMondrianInterval([1, Number.NaN], [1, 2], ['a', 'a'], 0.5))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => fitMondrianInterval([1, 2], [1, 2], ['a', 'a'], 0.5, { leastRows: 0 }))).toBe(
    'INVALID_ARGUMENT',
  );
  const interval = fitMondrianInterval([1, 2], [1, 2], ['a', 'a'], 0.5);
  expect(codeOf(() => applyMondrianInterval(interval, [1], []))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => applyMondrianInterval(interval, [Number.NaN], ['a']))).toBe('DATA_NOT_FINITE');
});
