import { integerWithin, numberBetween } from '../estimators/parameters.js';
import { betaQuantile } from '../statistics/quantiles.js';

/** A share and how far it may be off. */
export interface ShareInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Exact confidence interval of a share, such as an accuracy or a coverage, from independent rows (Clopper and Pearson
 * 1934): it holds the true share with at least the stated confidence at every number of rows, also where all or none
 * are counted.
 *
 * @param level Confidence, above 0 and below 1; 0.95 unless told.
 * @throws TitansError `INVALID_ARGUMENT` unless 0 ≤ count ≤ n are whole and n is at least 1.
 * @example
 * ```ts
 * import { shareInterval } from '@titans/models/evaluation';
 *
 * shareInterval(20, 25); // 0.8, 0.593 to 0.932: 25 test rows say little
 * ```
 */
export function shareInterval(count: number, n: number, level = 0.95): ShareInterval {
  integerWithin('n', n, 1, 1e10);
  integerWithin('count', count, 0, n);
  numberBetween('level', level, 0, 1);
  const tail = (1 - level) / 2;
  return Object.freeze({
    estimate: count / n,
    lower: count === 0 ? 0 : betaQuantile(tail, count, n - count + 1),
    upper: count === n ? 1 : 1 - betaQuantile(tail, n - count, count + 1),
    level,
  });
}
