import { describe, expect, test } from 'vitest';
import { backtestOf, planningError } from './backtest.js';
import { combine, holdTogether, weightedMean } from './combine.js';
import { naiveMean, seasonalNaive } from './naive.js';

const plan = { horizon: 2, origins: [2, 4] };
const series = Float64Array.of(9, 9, 10, 12, 14, 16);
const off = (by: number) =>
  backtestOf([Float64Array.of(10 + by, 12 + by), Float64Array.of(14 + by, 16 + by)], series, plan);

test('shares fall with the error to the power of six, drawn to the mean of all', () => {
  const combination = combine(
    [
      { forecaster: naiveMean(), backtest: off(1) },
      { forecaster: seasonalNaive(), backtest: off(-2) },
    ],
    series,
    plan,
  );
  // Errors 2 and 4 (of a day and of the total per day), their mean 3 counts as one origin more than the two:
  // (2·2 + 3) ÷ 3 = 7/3 and (2·4 + 3) ÷ 3 = 11/3; (11 ÷ 7)^6 = 15.0577.
  const ratio = (11 / 7) ** 6;
  expect(combination.members.map(({ share }) => share)).toEqual([
    expect.closeTo(ratio / (1 + ratio), 12),
    expect.closeTo(1 / (1 + ratio), 12),
  ]);
  const share = 1 / (1 + ratio);
  expect(planningError(combination.backtest)).toBeCloseTo(2 * Math.abs(1 - share - 2 * share), 12);
});

test('a method whose error is more than twice the least has no part', () => {
  const combination = combine(
    [
      { forecaster: naiveMean(), backtest: off(1) },
      { forecaster: seasonalNaive(), backtest: off(2.1) },
    ],
    series,
    plan,
  );
  expect(combination.members).toEqual([{ forecaster: expect.objectContaining({ name: 'mean' }), share: 1 }]);
});

test('methods without any error share alike', () => {
  const perfect = { forecaster: naiveMean(), backtest: off(0) };
  const { members } = combine([perfect, perfect], series, plan);
  expect(members.map(({ share }) => share)).toEqual([0.5, 0.5]);
});

test('the weighted mean is taken step by step', () => {
  expect([...weightedMean([Float64Array.of(1, 10), Float64Array.of(5, 20)], [0.25, 0.75])]).toEqual([
    4, 17.5,
  ]);
});

describe('held together', () => {
  const plan = { horizon: 2, origins: [2, 4] };
  // Mean absolute errors of 3 and 1: members may lie 5 times 1 from the median.
  const measured = backtestOf([Float64Array.of(3, -3), Float64Array.of(1, 1)], new Float64Array(6), plan);

  test('a member that lies far from the median of all is drawn in, and the distance is told', () => {
    const { points, disagreement } = holdTogether(
      [Float64Array.of(10, 10), Float64Array.of(12, 12), Float64Array.of(1000, 14)],
      [0.4, 0.3, 0.3],
      measured,
    );
    // By hand: the median is 12; 0.4 · 10 + 0.3 · 12 + 0.3 · 17 = 12.7, and 11.8 where all are near.
    expect(points[0]).toBeCloseTo(12.7, 12);
    expect(points[1]).toBeCloseTo(11.8, 12);
    // 0.4 · 2.7 + 0.3 · 0.7 + 0.3 · 987.3 = 297.48; 0.4 · 1.8 + 0.3 · 0.2 + 0.3 · 2.2 = 1.44.
    expect(disagreement[0]).toBeCloseTo(297.48, 9);
    expect(disagreement[1]).toBeCloseTo(1.44, 12);
  });

  test('without a backtest nothing is drawn in', () => {
    const none = backtestOf([], new Float64Array(2), { horizon: 1, origins: [] });
    expect(holdTogether([Float64Array.of(0), Float64Array.of(100)], [0.5, 0.5], none).points[0]).toBe(50);
  });
});
