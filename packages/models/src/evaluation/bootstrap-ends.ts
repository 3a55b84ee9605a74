import { mean, quantileSorted, sum } from 'simple-statistics';
import { normalCdf, normalQuantile } from '../statistics/normal.js';

interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** Quantiles (type 7) of the ascending statistics of the resamples. */
export function percentileInterval(sorted: readonly number[], level: number): Ends {
  return {
    lower: quantileSorted(sorted, (1 - level) / 2),
    upper: quantileSorted(sorted, (1 + level) / 2),
  };
}

/**
 * The same quantiles, moved for bias and for a spread that changes with the statistic (Efron 1987), computed as
 * `scipy.stats.bootstrap(method="BCa")` does.
 *
 * @param sorted Statistics of the resamples, ascending.
 * @param jackknife Statistics without each row.
 * @returns `null` where the correction is undefined: all resamples on one side of the estimate, or a jackknife that
 * does not vary or is not finite.
 */
export function bcaInterval(
  sorted: readonly number[],
  estimate: number,
  jackknife: readonly number[],
  level: number,
): Ends | null {
  const below = sorted.filter((value) => value < estimate).length;
  const upTo = sorted.filter((value) => value <= estimate).length;
  const bias = normalQuantile((below + upTo) / (2 * sorted.length));
  const center = mean(jackknife);
  const gaps = jackknife.map((value) => center - value);
  const acceleration = sum(gaps.map((gap) => gap ** 3)) / (6 * sum(gaps.map((gap) => gap ** 2)) ** 1.5);
  if (!(Number.isFinite(bias) && Number.isFinite(acceleration))) return null;
  const moved = (probability: number): number => {
    const shifted = bias + normalQuantile(probability);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  };
  return {
    lower: quantileSorted(sorted, moved((1 - level) / 2)),
    upper: quantileSorted(sorted, moved((1 + level) / 2)),
  };
}
