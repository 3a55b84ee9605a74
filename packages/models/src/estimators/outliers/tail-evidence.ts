import { quantile } from '../../statistics/quantile.js';
import {
  countBetween,
  type EmpiricalDistribution,
  empiricalDistribution,
  lastAtMost,
} from './empirical-distribution.js';

/** What scores were reached in training, to tell how seldom a score is. */
export interface ScoreTail {
  readonly distribution: EmpiricalDistribution;
  /** By how much scores beyond the highest must be higher to be e times as seldom. */
  readonly excess: number;
}

/** Share of the training scores whose mean excess says how fast the tail falls beyond the highest. */
const tailShare = 0.05;

/** @param scores Finite, one or more. */
export function scoreTail(scores: Float64Array): ScoreTail {
  const threshold = quantile(scores, 1 - tailShare);
  const beyond = scores.filter((score) => score > threshold);
  const excess = beyond.reduce((sum, score) => sum + (score - threshold) / beyond.length, 0);
  // Without any excess all high scores are one: whatever is higher is further than any of them.
  return { distribution: empiricalDistribution(scores), excess: excess > 0 ? excess : Number.EPSILON };
}

/**
 * The negative logarithm of the share of training scores that are at least as high; beyond the highest, it goes on
 * rising as an exponential tail does.
 */
export function tailEvidence({ distribution, excess }: ScoreTail, score: number): number {
  const { count, values, below } = distribution;
  const at = lastAtMost(distribution, score);
  const highest = values[values.length - 1] as number;
  if (score > highest) return Math.log(count + 1) + Math.min(600, (score - highest) / excess);
  const less =
    at >= 0 && values[at] === score ? (below[at] as number) : countBetween(distribution, at, score);
  return -Math.log((count - less) / count);
}
