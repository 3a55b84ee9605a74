import { studentTQuantile } from '../statistics/quantiles.js';
import type { Backtest } from './backtest.js';
import type { ErrorDependence, ErrorDistribution } from './error-distribution.js';
import { longestHorizon } from './fitted-forecast.js';
import { power } from './power.js';

/** Probabilities at which the shape of the errors is kept: (i + ½) ÷ 200. */
const shapePoints = 200;
/**
 * How errors ÷ scale were distributed on held-out ends of the training parts of the M3 series and of Australian
 * retail: as Student's t of 3 degrees of freedom times 1.25 (NN5 and other
 * days: times 1), wider by the share 4 ÷ length for short series.
 */
const [priorFreedom, priorWidth, dailyWidth, shortness] = [3, 1.25, 1, 4];
/** Independent forecasts (errors of a whole horizon) that the series' own shape needs to weigh as much as that one. */
const priorForecasts = 5;
/** Share of the backtest, against the step-to-step changes of the series, in the logarithm of the scale. */
const backtestShare = 0.8;
/** Errors per phase of the season by which its scale is drawn to that of all. */
const priorPhaseErrors = 20;

/** What {@link learnErrors} learns from. */
export interface ErrorEvidence {
  readonly backtest: Backtest;
  /** Without gaps. */
  readonly series: Float64Array;
  /** The same with NaN where values were filled in; the series unless told. */
  readonly actual?: Float64Array;
  readonly season: number;
  readonly bounds: ErrorDistribution['bounds'];
  /** How far the members of the combination lie apart, per step of the longest horizon. */
  readonly disagreement?: Float64Array;
}

/**
 * Learns how far forecasts are off: a scale per step ahead from the errors of a backtest, growing with the horizon and
 * differing by phase of the season; the shape of error ÷ scale over all steps (conformal prediction with a scaled
 * score), drawn to a shape common to many series as far as forecasts are few; and how errors of one forecast go
 * together.
 */
export function learnErrors({
  backtest,
  series,
  actual = series,
  season,
  bounds,
  disagreement,
}: ErrorEvidence): ErrorDistribution {
  const { errors, plan } = backtest;
  const growth = errorGrowth(season);
  const relative = errors.map((row) => row.map((error, step) => error / (growth[step] as number)));
  const known = relative.flatMap((row) => [...row].filter((error) => !Number.isNaN(error)));
  const size = known.reduce((sum, error) => sum + Math.abs(error), 0) / known.length;
  const scale = typicalScale(size, actual, season);
  const factors = phaseFactors(relative, plan.origins, season, size);
  const standard = relative.flatMap((row, index) =>
    [...row]
      .map((error, step) => error / (scale * phaseOf(factors, (plan.origins[index] as number) + step)))
      .filter(Number.isFinite),
  );
  const independent = (series.length - (plan.origins[0] ?? series.length)) / Math.max(1, plan.horizon);
  const width = (season === 7 ? dailyWidth : priorWidth) * (1 + shortness / series.length);
  return {
    // Where methods that were equally good are further apart than they were ever off, nobody knows better.
    scale: growth.map((step, ahead) =>
      Math.max(scale * step * phaseOf(factors, series.length + ahead), disagreement?.[ahead] ?? 0),
    ),
    quantiles: blendedShape(standard, independent / (independent + priorForecasts), width),
    dependence: dependenceOf(size > 0 ? relative.map((row) => row.map((error) => error / size)) : relative),
    bounds,
  };
}

/** How errors grow with the steps ahead, 1 at the first: hardly for days, fastest without a season. */
function errorGrowth(season: number): Float64Array {
  const exponent = season === 7 ? 0.15 : 0.85 / power(season, 0.3);
  return Float64Array.from({ length: longestHorizon }, (_, step) => power((step + 2) / 2, exponent));
}

/**
 * The geometric mean of the backtest's errors and the changes from one step to the next; the errors where nothing
 * changes. Without a backtest the changes, from step to step or from season to season, whichever are larger; where
 * n values never changed, which says little for small n, the nth part of half their size.
 */
function typicalScale(size: number, actual: Float64Array, season: number): number {
  const change = typicalChange(actual, season);
  if (!Number.isNaN(size)) {
    return size === 0 || change === 0 ? size : power(size, backtestShare) * power(change, 1 - backtestShare);
  }
  const largest = Math.max(change, meanChange(actual, 1), meanChange(actual, season));
  if (largest > 0) return largest;
  const known = actual.filter((value) => !Number.isNaN(value));
  return Math.abs(known[0] ?? 0) / (2 * known.length);
}

/** Mean absolute change from one known step to the next, less the mean change into each phase of the season. */
function typicalChange(actual: Float64Array, season: number): number {
  if (season < 2 || actual.length <= 2 * season) return meanChange(actual, 1);
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  const change = (t: number): number => (actual[t] as number) - (actual[t - 1] as number);
  for (let t = 1; t < actual.length; t++) {
    if (Number.isNaN(change(t))) continue;
    sums[t % season] = (sums[t % season] as number) + change(t);
    counts[t % season] = (counts[t % season] as number) + 1;
  }
  let [total, count] = [0, 0];
  for (let t = 1; t < actual.length; t++) {
    if (Number.isNaN(change(t))) continue;
    total += Math.abs(change(t) - (sums[t % season] as number) / (counts[t % season] as number));
    count++;
  }
  return count === 0 ? meanChange(actual, 1) : total / count;
}

/** Mean absolute change over a lag; where no two values lie so far apart, from one known value to the next; else 0. */
function meanChange(actual: Float64Array, lag: number): number {
  const mean = (values: Float64Array, distance: number): number => {
    let [total, count] = [0, 0];
    for (let t = distance; t < values.length; t++) {
      const change = Math.abs((values[t] as number) - (values[t - distance] as number));
      if (Number.isNaN(change)) continue;
      total += change;
      count++;
    }
    return total / count;
  };
  const known = (): Float64Array => actual.filter((value) => !Number.isNaN(value));
  return [mean(actual, lag), mean(known(), 1)].find((each) => !Number.isNaN(each)) ?? 0;
}

/** Mean absolute error per phase ÷ that of all, drawn to 1 where a phase has few; 1 alone without a season. */
function phaseFactors(
  relative: readonly Float64Array[],
  origins: readonly number[],
  season: number,
  size: number,
): Float64Array {
  if (season < 2 || !(size > 0)) return Float64Array.of(1);
  const sums = new Float64Array(season).fill(priorPhaseErrors);
  const counts = new Float64Array(season).fill(priorPhaseErrors);
  relative.forEach((row, index) => {
    row.forEach((error, step) => {
      if (Number.isNaN(error)) return;
      const phase = ((origins[index] as number) + step) % season;
      sums[phase] = (sums[phase] as number) + Math.abs(error) / size;
      counts[phase] = (counts[phase] as number) + 1;
    });
  });
  return sums.map((sum, phase) => sum / (counts[phase] as number));
}

function phaseOf(factors: Float64Array, position: number): number {
  return factors[position % factors.length] as number;
}

let priorShape: Float64Array | undefined;

/** Quantiles of the errors and of the common shape, mixed; both ascend, and so does the mixture. */
function blendedShape(standard: readonly number[], ownShare: number, width: number): Float64Array {
  priorShape ??= Float64Array.from({ length: shapePoints }, (_, index) =>
    studentTQuantile((index + 0.5) / shapePoints, priorFreedom),
  );
  const sorted = Float64Array.from(standard).sort();
  const share = sorted.length === 0 ? 0 : ownShare;
  return priorShape.map((common, index) => {
    const own = share === 0 ? 0 : valueAt(sorted, (index + 0.5) / shapePoints);
    return share * own + (1 - share) * width * common;
  });
}

/** The value at the rank (n + 1) q of n sorted values, between two ranks linear, at the ends the ends. */
function valueAt(sorted: Float64Array, q: number): number {
  const rank = Math.min(sorted.length, Math.max(1, (sorted.length + 1) * q)) - 1;
  const below = Math.floor(rank);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (rank - below) * (high - low);
}

/** Variance between the means of the forecasts' errors, and the autocorrelation within. */
export function dependenceOf(errors: readonly Float64Array[]): ErrorDependence {
  let [between, within, products, forecasts, count] = [0, 0, 0, 0, 0];
  for (const row of errors) {
    const known = row.filter((error) => !Number.isNaN(error));
    if (known.length < 3) continue;
    const mean = known.reduce((sum, error) => sum + error, 0) / known.length;
    forecasts++;
    count += known.length;
    between += mean * mean;
    for (let step = 0; step < known.length; step++) {
      const distance = (known[step] as number) - mean;
      within += distance * distance;
      if (step > 0) products += distance * ((known[step - 1] as number) - mean);
    }
  }
  if (forecasts === 0 || within === 0) return { shared: 0, carried: 0 };
  // The mean of a forecast's errors varies by chance also where nothing is shared.
  const carried = Math.min(0.95, Math.max(0, products / within));
  const spread = within / count;
  const byChance = (spread * (1 + carried)) / ((1 - carried) * (count / forecasts));
  const share = Math.max(0, between / forecasts - byChance);
  return { shared: Math.min(0.95, share / (share + spread)), carried };
}
