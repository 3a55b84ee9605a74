import type { Backtest } from './backtest.js';

/** Share of days that an interval is built to cover. */
export type IntervalLevel = 0.8 | 0.95;
export const intervalLevels = [0.8, 0.95] as const;

/** What to add to a point forecast for the ends of its interval, per day ahead; the last holds for all later days. */
export interface IntervalOffsets {
  readonly level: IntervalLevel;
  /** At most 0. */
  readonly lower: Float64Array;
  /** At least 0. */
  readonly upper: Float64Array;
}

/** Errors that are wanted before an end is read off them. */
const leastErrors = 60;

/**
 * Intervals from the errors of a backtest (split conformal prediction, Vovk et al. 2005, each tail by itself): for
 * each day ahead the errors of that day and, until there are 60, of the days ahead nearest to it. The ends never pass
 * the point forecast, so lower ≤ point ≤ upper also where the flow is negative. With too few errors for a level the
 * largest one is taken, and the interval covers less than its level.
 */
export function conformalOffsets(backtest: Backtest, level: IntervalLevel): IntervalOffsets {
  const { horizon } = backtest.plan;
  const byDay = Array.from({ length: horizon }, (_, step) =>
    backtest.errors.map((errors) => errors[step] as number).filter((error) => !Number.isNaN(error)),
  );
  const lower = new Float64Array(horizon);
  const upper = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    const errors = errorsAround(byDay, step);
    lower[step] = Math.min(
      0,
      -upperQuantile(
        errors.map((error) => -error),
        (1 + level) / 2,
      ),
    );
    upper[step] = Math.max(0, upperQuantile(errors, (1 + level) / 2));
  }
  return { level, lower, upper };
}

function errorsAround(byDay: readonly (readonly number[])[], step: number): number[] {
  const pooled = [...(byDay[step] ?? [])];
  for (let reach = 1; reach < byDay.length && pooled.length < leastErrors; reach++) {
    pooled.push(...(byDay[step - reach] ?? []), ...(byDay[step + reach] ?? []));
  }
  return pooled;
}

/** The ⌈(n + 1) q⌉-th smallest of n errors, the largest if there is no such; 0 for none. */
export function upperQuantile(errors: readonly number[], q: number): number {
  if (errors.length === 0) return 0;
  const sorted = Float64Array.from(errors).sort();
  // The product is rounded first: 20 × 0.95 must be 19, not 19.000000000000004.
  const rank = Math.ceil(Number(((sorted.length + 1) * q).toPrecision(12)));
  return sorted[Math.min(rank, sorted.length) - 1] as number;
}
