import type { Backtest, BacktestPlan } from './backtest.js';
import { backtestOf, planningError } from './backtest.js';
import { power } from './power.js';
import type { RankedForecaster } from './select.js';

/** A forecaster and its share in a combination. */
export interface SharedForecaster {
  readonly forecaster: RankedForecaster['forecaster'];
  readonly share: number;
}

/** A combination and its backtest. */
export interface Combination {
  readonly members: readonly SharedForecaster[];
  readonly backtest: Backtest;
}

/** At most so many methods are combined, none of which is this much worse than the best. */
const mostMembers = 7;
const mostExcess = 1;
/** Forecasts by which each error is drawn to the mean of all: a few origins say little about which method is better. */
const priorOrigins = 1;
/** How strongly a smaller error raises the share: shares go with error to the power of −6. */
const shareExponent = 6;

/**
 * Combines the methods with the least errors in a backtest, by shares that fall with the error (Bates and Granger
 * 1969, with errors drawn together since origins are few).
 *
 * @param ranked Best first, at least one.
 */
export function combine(
  ranked: readonly RankedForecaster[],
  series: Float64Array,
  plan: BacktestPlan,
): Combination {
  const least = planningError((ranked[0] as RankedForecaster).backtest);
  const near = ranked
    .filter(({ backtest }, index) => index === 0 || planningError(backtest) <= (1 + mostExcess) * least)
    .slice(0, mostMembers);
  const errors = near.map(({ backtest }) => planningError(backtest));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const origins = plan.origins.length;
  const weights = errors.map((error) => {
    const drawn = (origins * error + priorOrigins * mean) / (origins + priorOrigins);
    return mean === 0 ? 1 : power(mean / drawn, shareExponent);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const members = near.map(({ forecaster }, index) => ({
    forecaster,
    share: (weights[index] as number) / total,
  }));
  const points = plan.origins.map((_, origin) =>
    weightedMean(
      near.map(({ backtest }) => backtest.points[origin] as Float64Array),
      members.map(({ share }) => share),
    ),
  );
  return { members, backtest: backtestOf(points, series, plan) };
}

/** Step by step the mean of several forecasts, with shares that add up to 1. */
export function weightedMean(points: readonly Float64Array[], shares: readonly number[]): Float64Array {
  const first = points[0] ?? new Float64Array(0);
  return first.map((_, step) =>
    points.reduce((sum, values, index) => sum + (shares[index] as number) * (values[step] as number), 0),
  );
}

/** How many times the error of the best forecast origin a member may lie from the median of the members. */
const reachErrors = 5;

/** Several forecasts in one, and how far they are apart. */
export interface HeldTogether {
  readonly points: Float64Array;
  /** Per step, the weighted mean distance of the members, as they are, from the combination. */
  readonly disagreement: Float64Array;
}

/**
 * The weighted mean of forecasts, each drawn in to the weighted median of all where it lies further off than forecasts
 * of the past ever were: one outlier at the end of a series must not carry the mean away through those members that
 * follow the newest value.
 */
export function holdTogether(
  points: readonly Float64Array[],
  shares: readonly number[],
  backtest: Backtest,
): HeldTogether {
  const reach = reachErrors * leastOriginError(backtest);
  const first = points[0] ?? new Float64Array(0);
  const held = points.map(() => new Float64Array(first.length));
  for (let step = 0; step < first.length; step++) {
    const at = points.map((values) => values[step] as number);
    const middle = weightedMedian(at, shares);
    at.forEach((value, index) => {
      (held[index] as Float64Array)[step] = Math.min(middle + reach, Math.max(middle - reach, value));
    });
  }
  const together = weightedMean(held, shares);
  return {
    points: together,
    disagreement: weightedMean(
      points.map((values) => values.map((value, step) => Math.abs(value - (together[step] as number)))),
      shares,
    ),
  };
}

/** Mean absolute error of the origin that was forecast best; without any, infinite. */
function leastOriginError({ errors }: Backtest): number {
  let least = Number.POSITIVE_INFINITY;
  for (const row of errors) {
    let [sum, count] = [0, 0];
    for (const error of row) {
      if (Number.isNaN(error)) continue;
      sum += Math.abs(error);
      count++;
    }
    if (count > 0) least = Math.min(least, sum / count);
  }
  return least;
}

/** The least value that, with those below it, has half of the shares. */
function weightedMedian(values: readonly number[], shares: readonly number[]): number {
  const order = values.map((value, index) => ({ value, share: shares[index] as number }));
  order.sort((a, b) => a.value - b.value);
  let below = 0;
  for (const { value, share } of order) {
    below += share;
    if (below >= 0.5 - 1e-12) return value;
  }
  return order.at(-1)?.value ?? Number.NaN;
}
