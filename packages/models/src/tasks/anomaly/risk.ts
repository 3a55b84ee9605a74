import { type RiskLevel, riskLevels } from '@titans/core/contract';

/** Odds of the score, as multiples of those of the threshold, from which the two highest levels begin. */
const highFrom = 5;
const criticalFrom = 25;

/**
 * The level of a score: `medium` from the threshold on, `high` from five times its odds, `critical` from 25 times; below
 * it `low`. For percentiles that is a fifth and a twenty-fifth of the alerts; for probabilities with a threshold of ½ it
 * is an expected precision of 83 % and 96 %.
 */
export function riskOf(score: number, threshold: number): RiskLevel {
  const [low, medium, high, critical] = riskLevels;
  if (!(score >= threshold)) return low;
  // Cross-multiplied, so that a score of 1 is critical whatever the threshold.
  const multiple = (times: number): boolean => score * (1 - threshold) >= times * threshold * (1 - score);
  if (multiple(criticalFrom)) return critical;
  return multiple(highFrom) ? high : medium;
}
