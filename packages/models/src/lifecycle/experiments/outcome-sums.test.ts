import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import {
  addOutcome,
  differenceOfMeans,
  meanDifference,
  noOutcomes,
  type OutcomeSums,
} from './outcome-sums.js';

/** Each value in a group of its own unless told otherwise. */
function sumsOf(values: readonly number[], groups?: readonly number[]): OutcomeSums {
  const sums = noOutcomes();
  for (const [index, value] of values.entries()) {
    addOutcome(sums, value, { group: groups?.[index] ?? index, amends: false });
  }
  return sums;
}

const first = [5.1, 4.9, 6.2, 5.8, 6, 5.5, 5.3, 6.7];
const second = [6.1, 5.9, 7.2, 6.3, 5.7, 7.5];

describe('the difference of two means', () => {
  test('has the standard error and degrees of freedom of Welch', () => {
    const found = differenceOfMeans(sumsOf(first), sumsOf(second), null);
    // scipy.stats.ttest_ind(second, first, equal_var=False): statistic and df.
    expect((found?.value ?? 0) / (found?.standardError ?? 0)).toBeCloseTo(2.0777256352220395, 10);
    expect(found?.degreesOfFreedom).toBeCloseTo(9.61723877997052, 9);
    expect(found?.rows).toBe(14);
  });

  test('is unknown of fewer than two outcomes of either', () => {
    expect(differenceOfMeans(sumsOf([1]), sumsOf(second), null)).toBeNull();
    expect(differenceOfMeans(sumsOf(first), noOutcomes(), null)).toBeNull();
  });

  test('of shares that happen to be equal is not certain', () => {
    const certain = differenceOfMeans(sumsOf([0, 0, 0]), sumsOf([1, 1, 1]), null);
    const ranged = differenceOfMeans(sumsOf([0, 0, 0]), sumsOf([1, 1, 1]), [0, 1]);
    expect(certain?.standardError).toBe(0);
    // One outcome at the other end of each: √(2 × 1 ÷ 3²).
    expect(ranged?.standardError).toBeCloseTo(Math.sqrt(2) / 3, 12);
  });
});

describe('outcomes by groups of units', () => {
  const groups = [0, 0, 1, 1, 2, 2, 3, 3];

  test('have the variance of sums over groups', () => {
    const found = meanDifference(sumsOf(first, groups), null);
    // By hand: residuals of group sums from the mean 5.6875 of two rows each are −1.375, 0.625, 0.125, 0.625;
    // 4/3 of their squares is 3.5833…, over 8² rows.
    expect(found?.standardError).toBeCloseTo(Math.sqrt(((4 / 3) * 2.6875) / 64), 12);
    expect(found?.degreesOfFreedom).toBe(3);
  });

  test('that differ in size count as fewer', () => {
    const found = meanDifference(sumsOf(first, [0, 0, 0, 0, 1, 2, 3, 4]), null);
    // By hand: 8² over 4² + 1 + 1 + 1 + 1 is 3.2 groups; residuals −0.75, 0.3125, −0.1875, −0.3875, 1.0125.
    expect(found?.degreesOfFreedom).toBeCloseTo(2.2, 12);
    expect(found?.standardError).toBeCloseTo(Math.sqrt(((3.2 / 2.2) * 1.870625) / 64), 12);
    expect(meanDifference(sumsOf(first, [0, 0, 0, 0, 0, 0, 0, 1]), null)).toBeNull();
  });

  test('that are copies of each other count as one', () => {
    const random = createRandom(1, 'groups');
    const values = Array.from({ length: 100 }, () => random.normal());
    const ids = values.map((_, index) => index);
    const once = meanDifference(sumsOf(values, ids), null);
    const tenTimes = meanDifference(
      sumsOf(
        values.flatMap((value) => new Array<number>(10).fill(value)),
        ids.flatMap((id) => new Array<number>(10).fill(id)),
      ),
      null,
    );
    expect(tenTimes?.standardError).toBeCloseTo(once?.standardError ?? Number.NaN, 12);
    expect(tenTimes?.value).toBeCloseTo(once?.value ?? Number.NaN, 12);
  });
});

test('an outcome that is amended was counted before', () => {
  const told = sumsOf([0, 1, 0, 1, 0]);
  const amended = sumsOf([0, 0, 0, 0, 0]);
  addOutcome(amended, 1, { group: 1, amends: true });
  addOutcome(amended, 1, { group: 3, amends: true });
  expect(amended).toEqual(told);
});

test('what is taken back leaves the sums as if it had never been counted, and never less than nothing', () => {
  const [sums, never] = [noOutcomes(), noOutcomes()];
  for (const kept of [sums, never]) addOutcome(kept, 0.25, { group: 2, amends: false });
  addOutcome(sums, 1, { group: 2, amends: false });
  addOutcome(sums, 0.5, { group: 2, amends: true });
  addOutcome(sums, 0.5, { group: 2, amends: true, withdraws: true });
  addOutcome(sums, 1, { group: 2, amends: false, withdraws: true });
  addOutcome(sums, 1, { group: 3, amends: false, withdraws: true });
  expect(sums).toEqual(never);
});
