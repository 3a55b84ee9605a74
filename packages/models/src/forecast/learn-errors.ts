import { studentTQuantile } from '../statistics/quantiles.js';
import type { Backtest } from './backtest.js';
import type { ErrorDependence, ErrorDistribution } from './error-distribution.js';
import { longestHorizon } from './fitted-forecast.js';

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
  readonly season: number;
  readonly bounds: ErrorDistribution['bounds'];
}

/**
 * Learns how far forecasts are off: a scale per step ahead from the errors of a backtest, growing with the horizon and
 * differing by phase of the season; the shape of error ÷ scale over all steps (conformal prediction with a scaled
 * score), drawn to a shape common to many series as far as forecasts are few; and how errors of one forecast go
 * together.
 */
export function learnErrors({ backtest, series, season, bounds }: ErrorEvidence): ErrorDistribution {
  const { errors, plan } = backtest;
  const growth = errorGrowth(season);
  const relative = errors.map((row) => row.map((error, step) => error / (growth[step] as number)));
  const known = relative.flatMap((row) => [...row].filter((error) => !Number.isNaN(error)));
  const size = known.reduce((sum, error) => sum + Math.abs(error), 0) / known.length;
  const scale = typicalScale(size, series, season);
  const factors = phaseFactors(relative, plan.origins, season, size);
  const standard = relative.flatMap((row, index) =>
    [...row]
      .map((error, step) => error / (scale * phaseOf(factors, (plan.origins[index] as number) + step)))
      .filter(Number.isFinite),
  );
  const independent = (series.length - (plan.origins[0] ?? series.length)) / Math.max(1, plan.horizon);
  const width = (season === 7 ? dailyWidth : priorWidth) * (1 + shortness / series.length);
  return {
    scale: growth.map((step, ahead) => scale * step * phaseOf(factors, series.length + ahead)),
    quantiles: blendedShape(standard, independent / (independent + priorForecasts), width),
    dependence: dependenceOf(size > 0 ? relative.map((row) => row.map((error) => error / size)) : relative),
    bounds,
  };
}

/** How errors grow with the steps ahead, 1 at the first: hardly for days, fastest without a season. */
function errorGrowth(season: number): Float64Array {
  const exponent = season === 7 ? 0.15 : 0.85 / season ** 0.3;
  return Float64Array.from({ length: longestHorizon }, (_, step) => ((step + 2) / 2) ** exponent);
}

/**
 * The geometric mean of the backtest's errors and the changes from one step to the next; one of them where the other
 * is absent or 0. A single value says nothing of its changes: half of it is taken.
 */
function typicalScale(size: number, series: Float64Array, season: number): number {
  const change = typicalChange(series, season);
  if (Number.isNaN(size)) return series.length === 1 ? Math.abs(series[0] as number) / 2 : change;
  if (size === 0 || change === 0) return size;
  return size ** backtestShare * change ** (1 - backtestShare);
}

/** Mean absolute change from one step to the next, less the mean change into each phase of the season. */
function typicalChange(series: Float64Array, season: number): number {
  const phases = season > 1 && series.length > 2 * season ? season : 0;
  const sums = new Float64Array(phases);
  const counts = new Float64Array(phases);
  const change = (t: number): number => (series[t] as number) - (series[t - 1] as number);
  for (let t = 1; t < series.length && phases > 0; t++) {
    sums[t % phases] = (sums[t % phases] as number) + change(t);
    counts[t % phases] = (counts[t % phases] as number) + 1;
  }
  let total = 0;
  for (let t = 1; t < series.length; t++) {
    const usual = phases === 0 ? 0 : (sums[t % phases] as number) / (counts[t % phases] as number);
    total += Math.abs(change(t) - usual);
  }
  return series.length < 2 ? 0 : total / (series.length - 1);
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
