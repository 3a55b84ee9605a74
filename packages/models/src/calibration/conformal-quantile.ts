import { numberBetween } from '../estimators/parameters.js';
import { requireFinite, requireValues } from './checked-values.js';

/**
 * The score that a new one exceeds with a probability of at most 1 − `coverage`, if it is exchangeable with the given
 * ones: the ⌈(n + 1) × coverage⌉-th smallest (Vovk, Gammerman and Shafer 2005). The promise holds for any distribution
 * and any n; it is kept on average over sets of n scores.
 *
 * @param scores How far each of n rows, which the model had not seen, was off.
 * @param coverage Above 0 and below 1.
 * @returns Infinity where there are fewer than {@link leastConformalScores} scores: no finite one keeps the promise.
 * @throws TitansError `DATA_INSUFFICIENT` without a score, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for the coverage.
 * @example
 * ```ts
 * import { conformalQuantile } from '@titans/models/evaluation';
 *
 * conformalQuantile([3, 1, 4, 1, 5, 9, 2, 6, 5], 0.8); // 6, the 8th smallest of 9
 * ```
 */
export function conformalQuantile(scores: ArrayLike<number>, coverage: number): number {
  checkCoverage(coverage);
  requireValues('scores', scores);
  requireFinite('scores', scores);
  const rank = roundedUp((scores.length + 1) * coverage);
  if (rank > scores.length) return Number.POSITIVE_INFINITY;
  return Float64Array.from(scores).sort()[rank - 1] as number;
}

/**
 * The least number of scores of which one keeps the promise of {@link conformalQuantile}: 9 for 0.9, 19 for 0.95.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a coverage that is not above 0 and below 1.
 */
export function leastConformalScores(coverage: number): number {
  checkCoverage(coverage);
  return Math.max(1, roundedUp(coverage / (1 - coverage)));
}

/** @throws TitansError `INVALID_ARGUMENT` for a coverage that is not above 0 and below 1. */
export function checkCoverage(coverage: number): void {
  numberBetween('coverage', coverage, 0, 1);
}

/** Digits that are rounding errors are dropped first: 20 × 0.95 must be 19, not 19.000000000000004. */
function roundedUp(value: number): number {
  return Math.ceil(Number(value.toPrecision(12)));
}
