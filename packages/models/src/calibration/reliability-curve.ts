import { quantileSorted } from 'simple-statistics';
import { integerWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import {
  requireFinite,
  requireLength,
  requireObject,
  requireOutcomes,
  requireProbabilities,
  requireValues,
} from './checked-values.js';

/** Probabilities of one bin, and how often the event happened. */
export interface ReliabilityBin {
  /** The bin holds the probabilities above `lower` and up to `upper`; the first also its `lower`. */
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  readonly meanPredicted: number;
  /** Share of the rows of the bin with the event. */
  readonly observed: number;
}

export interface ReliabilityOptions {
  /** 10 unless told. */
  readonly bins?: number;
  /** `equal-width` (unless told), or `equal-mass`: between quantiles of the probabilities (type 7). */
  readonly strategy?: 'equal-width' | 'equal-mass';
}

/**
 * How often events happen that were predicted with a given probability. Bins without a row are left out, as
 * scikit-learn's `calibration_curve` does; equal probabilities always share a bin.
 *
 * @param outcomes 1 for the event, 0 for its absence, one per probability.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a
 * value outside its range.
 * @example
 * ```ts
 * import { reliabilityCurve } from '@titans/models/evaluation';
 *
 * console.table(reliabilityCurve([0.1, 0.2, 0.7, 0.9], [0, 0, 1, 1], { bins: 5 }));
 * ```
 */
export function reliabilityCurve(
  probabilities: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  options: ReliabilityOptions = {},
): readonly ReliabilityBin[] {
  refuseUnknownParameters('reliabilityCurve', options, ['bins', 'strategy']);
  const bins = integerWithin('bins', options.bins ?? 10, 1, 10_000);
  const strategy = oneOf('strategy', options.strategy ?? 'equal-width', ['equal-width', 'equal-mass']);
  requireValues('probabilities', probabilities);
  requireLength('outcomes', outcomes, probabilities.length);
  requireProbabilities('probabilities', probabilities);
  requireOutcomes('outcomes', outcomes);
  const edges = strategy === 'equal-width' ? equalWidthEdges(bins) : equalMassEdges(probabilities, bins);
  const count = new Int32Array(bins);
  const predicted = new Float64Array(bins);
  const events = new Float64Array(bins);
  for (let row = 0; row < probabilities.length; row++) {
    const probability = probabilities[row] as number;
    const bin = binOf(probability, edges);
    count[bin] = (count[bin] as number) + 1;
    predicted[bin] = (predicted[bin] as number) + probability;
    events[bin] = (events[bin] as number) + (outcomes[row] as number);
  }
  const curve: ReliabilityBin[] = [];
  count.forEach((n, bin) => {
    if (n === 0) return;
    curve.push(
      Object.freeze({
        lower: edges[bin] as number,
        upper: edges[bin + 1] as number,
        n,
        meanPredicted: (predicted[bin] as number) / n,
        observed: (events[bin] as number) / n,
      }),
    );
  });
  return Object.freeze(curve);
}

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance of predicted from observed over
 * the bins, weighted by their rows. 0 to 1.
 *
 * @throws TitansError `DATA_INSUFFICIENT` for a curve without a bin, `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 */
export function expectedCalibrationError(curve: readonly ReliabilityBin[]): number {
  checkCurve(curve);
  let [rows, gaps] = [0, 0];
  for (const { n, meanPredicted, observed } of curve) {
    rows += n;
    gaps += n * Math.abs(meanPredicted - observed);
  }
  return gaps / rows;
}

/**
 * Calibration error without what chance adds to it (Bröcker 2012; Kumar, Liang and Ma 2019): the root of the mean
 * squared distance of predicted from observed over the bins, weighted by their rows, less the variance of each
 * observed share. Unlike {@link expectedCalibrationError} it does not grow with the number of bins or with fewer rows.
 * 0 where chance explains all. Bins of a single row say nothing of their variance and are left out.
 *
 * @returns NaN where every bin has a single row.
 * @throws TitansError `DATA_INSUFFICIENT` for a curve without a bin, `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 */
export function debiasedCalibrationError(curve: readonly ReliabilityBin[]): number {
  checkCurve(curve);
  let [rows, squares] = [0, 0];
  for (const { n, meanPredicted, observed } of curve) {
    if (n < 2) continue;
    rows += n;
    squares += n * ((meanPredicted - observed) ** 2 - (observed * (1 - observed)) / (n - 1));
  }
  return rows === 0 ? Number.NaN : Math.sqrt(Math.max(0, squares / rows));
}

function checkCurve(curve: readonly ReliabilityBin[]): void {
  requireValues('curve', curve);
  for (let bin = 0; bin < curve.length; bin++) {
    requireObject('curve', curve[bin]);
    const { n, meanPredicted, observed } = curve[bin] as ReliabilityBin;
    requireFinite('curve', [n, meanPredicted, observed]);
  }
}

function equalWidthEdges(bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, edge) => edge / bins);
}

function equalMassEdges(probabilities: ArrayLike<number>, bins: number): Float64Array {
  const sorted = Array.from(Float64Array.from(probabilities).sort());
  return Float64Array.from({ length: bins + 1 }, (_, edge) => quantileSorted(sorted, edge / bins));
}

/** The number of inner edges below the value. */
function binOf(value: number, edges: Float64Array): number {
  let [low, high] = [1, edges.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
