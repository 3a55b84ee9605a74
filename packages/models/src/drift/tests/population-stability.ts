import { integerWithin, numberBetween } from '../../estimators/parameters.js';
import { chiSquaredQuantile } from '../../statistics/quantiles.js';
import type { CellCounts } from './permutation.js';
import { quantileOfCounts } from './quantile-of-counts.js';
import { type Sample, type SamplePair, samplePair } from './sample-pair.js';

/** What an empty bin counts, unless told: the usual convention, which keeps the logarithm finite. */
const usualFloor = 1e-4;

/**
 * Population stability index Σ (q − p) ln(q ÷ p) over bins between quantiles of the reference.
 *
 * What size means drift depends on how many rows there are, not on a rule such as 0.1: see
 * {@link populationStabilityThreshold}.
 *
 * @param bins 2 to 1,000; 10 unless told. Equal quantiles make fewer.
 * @throws TitansError `DATA_INSUFFICIENT` without a value, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no
 * sample, or a number of bins out of range.
 */
export function populationStabilityIndex(reference: Sample, current: Sample, bins = 10): number {
  integerWithin('bins', bins, 2, 1_000);
  const pair = samplePair(reference, current);
  return populationStability(binned(pair, quantileEdges(pair.values, pair.reference, bins)));
}

/**
 * The index that two samples of one distribution exceed with that probability.
 *
 * With p = π + δ and q = π + ε, ln(q ÷ p) = (q − p) ÷ π to first order, so that the index is Σ (q − p)² ÷ π: the χ²
 * statistic of the two samples times (1/n + 1/m). It is therefore (1/n + 1/m) χ² with bins − 1 degrees of freedom (Yurdakul
 * and Naranjo 2020). At 10 bins and 5 %, n = m = 50 give 0.68 and n = m = 10,000 give 0.003: the usual 0.1 is right for
 * about 340 rows in each.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function populationStabilityThreshold(
  referenceRows: number,
  currentRows: number,
  bins: number,
  level = 0.05,
): number {
  integerWithin('referenceRows', referenceRows, 1, Number.MAX_SAFE_INTEGER);
  integerWithin('currentRows', currentRows, 1, Number.MAX_SAFE_INTEGER);
  integerWithin('bins', bins, 2, 1e6);
  numberBetween('level', level, 0, 1);
  return (1 / referenceRows + 1 / currentRows) * chiSquaredQuantile(1 - level, bins - 1);
}

/** The index of counts over any cells; cells that occur in neither sample say nothing. */
export function populationStability({ reference, current, referenceRows, currentRows }: CellCounts): number {
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const r = reference[cell] as number;
    const c = current[cell] as number;
    if (r + c === 0) continue;
    const p = Math.max(usualFloor, r / referenceRows);
    const q = Math.max(usualFloor, c / currentRows);
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

/** Inner edges between bins that hold about equal shares of the counted values. */
export function quantileEdges(values: Float64Array, counts: Float64Array, bins: number): Float64Array {
  const edges = Float64Array.from({ length: bins - 1 }, (_, i) =>
    quantileOfCounts(values, counts, (i + 1) / bins),
  );
  return edges.filter((edge, index) => index === 0 || edge > (edges[index - 1] as number));
}

/** Counts between edges; a value on an edge belongs above it, as in numpy's histograms. */
export function binned(pair: SamplePair, edges: Float64Array): CellCounts {
  const reference = new Float64Array(edges.length + 1);
  const current = new Float64Array(edges.length + 1);
  let bin = 0;
  for (let cell = 0; cell < pair.values.length; cell++) {
    while (bin < edges.length && (pair.values[cell] as number) >= (edges[bin] as number)) bin++;
    reference[bin] = (reference[bin] as number) + (pair.reference[cell] as number);
    current[bin] = (current[bin] as number) + (pair.current[cell] as number);
  }
  return { reference, current, referenceRows: pair.referenceRows, currentRows: pair.currentRows };
}
