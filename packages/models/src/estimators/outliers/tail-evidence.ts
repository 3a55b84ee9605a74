import { sortedNumbers } from '../trees/sort-numbers.js';
import {
  countBetween,
  type EmpiricalDistribution,
  empiricalDistribution,
  lastAtMost,
} from './empirical-distribution.js';

/** What scores were reached in training, to tell how seldom a score is. */
export interface ScoreTail {
  readonly distribution: EmpiricalDistribution;
  /** Mean by which the highest scores exceed those below them: how fast the tail falls. */
  readonly excess: number;
}

/** Share of the training scores that say how fast the tail falls beyond the highest, and how many they are at least. */
const [tailShare, fewest] = [0.05, 10];
/** A tail of e to the power of minus this is told from 0 in every sum. */
const mostBeyond = 600;

/** How many of so many scores are the tail. */
function tailSize(count: number): number {
  return Math.max(1, Math.min(count - 1, Math.max(fewest, Math.floor(count * tailShare))));
}

/** @param scores Finite, one or more. */
export function scoreTail(scores: Float64Array): ScoreTail {
  const sorted = sortedNumbers(scores);
  const [count, size] = [sorted.length, tailSize(sorted.length)];
  const threshold = sorted[Math.max(0, count - 1 - size)] as number;
  const excess = sorted.subarray(count - size).reduce((sum, score) => sum + (score - threshold) / size, 0);
  // Scores that are all one do not tell how far is far, so nothing is far enough to be much more seldom than one in so many.
  const unknown = Math.max(1, Math.abs(threshold)) * Math.log(count + 1);
  return { distribution: empiricalDistribution(scores), excess: excess > 0 ? excess : unknown };
}

/**
 * The negative logarithm of the share of training scores that are at least as high. Beyond the highest it goes on as an
 * exponential tail does whose mean was learned of so few excesses (its predictive distribution, a Pareto one): the fewer,
 * the slower.
 */
export function tailEvidence({ distribution, excess }: ScoreTail, score: number): number {
  const { count, values, below } = distribution;
  const at = lastAtMost(distribution, score);
  const highest = values[values.length - 1] as number;
  if (score > highest) {
    const size = tailSize(count);
    const beyond = size * Math.log1p((score - highest) / (size * excess));
    return Math.log(count + 1) + Math.min(mostBeyond, beyond);
  }
  const less =
    at >= 0 && values[at] === score ? (below[at] as number) : countBetween(distribution, at, score);
  return -Math.log((count - less) / count);
}
