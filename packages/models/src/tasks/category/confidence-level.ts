import type { ConfidenceLevel } from '../predictions.js';

/** The least calibrated probability of each level, surest first. */
const leastOfLevel: readonly (readonly [ConfidenceLevel, number])[] = [
  ['very_high', 0.98],
  ['high', 0.9],
  ['medium', 0.7],
  ['low', 0.4],
];

/** The level of a calibrated probability: `very_high` from 0.98, `high` from 0.9, `medium` from 0.7, `low` from 0.4. */
export function confidenceLevelOf(probability: number): ConfidenceLevel {
  return leastOfLevel.find(([, least]) => probability >= least)?.[0] ?? 'unknown';
}
