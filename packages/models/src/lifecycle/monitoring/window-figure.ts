import type { Random } from '@titans/core';
import { quantileSorted } from 'simple-statistics';
import { shareInterval } from '../../evaluation/share-interval.js';
import { studentTQuantile } from '../../statistics/quantiles.js';

/** A figure of one window, and how far it may be off. */
export interface WindowFigure {
  readonly metric: string;
  readonly value: number;
  /** Rows that it was measured on: of a share those that it is a share of. */
  readonly n: number;
  /** Confidence interval of 95 %; both ends are `null` where the rows say nothing of it. */
  readonly lower: number | null;
  readonly upper: number | null;
}

const intervalLevel = 0.95;

/** A share with its exact interval (Clopper and Pearson 1934). Nothing of no row. */
export function shareFigure(metric: string, count: number, n: number): readonly WindowFigure[] {
  if (n === 0) return [];
  const { estimate, lower, upper } = shareInterval(count, n, intervalLevel);
  return [{ metric, value: estimate, n, lower, upper }];
}

/** Number, sum and sum of squares of values, which tell their mean and its standard error. */
export type Moments = readonly [n: number, sum: number, squares: number];

export const noMoments: Moments = [0, 0, 0];

export function addMoment([n, sum, squares]: Moments, value: number): Moments {
  return [n + 1, sum + value, squares + value * value];
}

/** A mean with Student's interval. */
export function meanFigure(metric: string, [n, sum, squares]: Moments): readonly WindowFigure[] {
  if (n === 0) return [];
  const value = sum / n;
  if (n === 1) return [{ metric, value, n, lower: null, upper: null }];
  const variance = Math.max(0, (squares - n * value * value) / (n - 1));
  const reach = studentTQuantile((1 + intervalLevel) / 2, n - 1) * Math.sqrt(variance / n);
  return [{ metric, value, n, lower: value - reach, upper: value + reach }];
}

const resamples = 400;

/**
 * A figure that is a function of counts, with the percentile interval of the bootstrap. Every count is drawn anew from the
 * Poisson distribution of its size, which is the bootstrap of the rows with their number free (Chamandy et al. 2012).
 *
 * @param statistic Of counts in an array that is used again.
 * @param random The same in every call, so that a report read twice is the same.
 */
export function countsFigure(
  metric: string,
  counts: Float64Array,
  n: number,
  statistic: (counts: Float64Array) => number,
  random: Random,
): readonly WindowFigure[] {
  const value = statistic(counts);
  if (n === 0 || !Number.isFinite(value)) return [];
  const drawn: number[] = [];
  const ends = counts.map((count) => Math.exp(-count));
  const resample = new Float64Array(counts.length);
  for (let round = 0; round < resamples; round++) {
    for (let cell = 0; cell < counts.length; cell++) {
      resample[cell] = poisson(counts[cell] as number, ends[cell] as number, random);
    }
    const found = statistic(resample);
    if (Number.isFinite(found)) drawn.push(found);
  }
  if (n === 1 || drawn.length * 2 < resamples) return [{ metric, value, n, lower: null, upper: null }];
  drawn.sort((a, b) => a - b);
  return [
    {
      ...{ metric, value, n },
      lower: quantileSorted(drawn, (1 - intervalLevel) / 2),
      upper: quantileSorted(drawn, (1 + intervalLevel) / 2),
    },
  ];
}

/** Of small means by products of uniform numbers (Knuth), of large ones by the normal distribution. @param end e^−mean. */
function poisson(mean: number, end: number, random: Random): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  let product = random.float();
  let count = 0;
  while (product > end) {
    product *= random.float();
    count++;
  }
  return count;
}
