import { type CurrencyCode, toMajor } from '@titans/core';
import { quantileOfSorted } from './quantiles.js';
import type { SpreadSummary } from './transaction-profile.js';

const fenceFactor = 1.5;
const robustLimit = 3.5;
/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const robustScale = 0.6745;

/** The spread of amounts, and the fences and the median in minor units. */
export interface Spread {
  readonly summary: SpreadSummary;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** @param sorted At least one amount in minor units, rising. */
export function spreadOf(sorted: Float64Array, currency: CurrencyCode): Spread {
  const q1 = quantileOfSorted(sorted, 0.25);
  const median = quantileOfSorted(sorted, 0.5);
  const q3 = quantileOfSorted(sorted, 0.75);
  const lower = q1 - fenceFactor * (q3 - q1);
  const upper = q3 + fenceFactor * (q3 - q1);
  const distances = sorted.map((minor) => Math.abs(minor - median)).sort();
  const deviation = quantileOfSorted(distances, 0.5);
  let count = 0;
  for (const minor of sorted) if (minor < lower || minor > upper) count++;
  let robustCount = 0;
  // Where more than half of the amounts are the same, every other one is infinitely many deviations away.
  for (const distance of distances) if (robustScale * distance > robustLimit * deviation) robustCount++;
  const major = (minor: number): number => toMajor(minor, currency);
  return {
    lower,
    median,
    upper,
    summary: {
      q1: major(q1),
      median: major(median),
      q3: major(q3),
      lowerFence: major(lower),
      upperFence: major(upper),
      count,
      medianAbsoluteDeviation: major(deviation),
      robustCount,
    },
  };
}
