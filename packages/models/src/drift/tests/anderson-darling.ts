import { TitansError } from '@titans/core';
import { refuseUnknownParameters } from '../../estimators/parameters.js';
import { type PermutationOptions, permutationPValue } from './permutation.js';
import { type Sample, type SamplePair, samplePair } from './sample-pair.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Options of {@link andersonDarlingTest}. */
export interface AndersonDarlingOptions {
  /** Draws the p-value instead of interpolating the table, which ends at 0.001 and at 0.25. */
  readonly permutations?: PermutationOptions;
}

/** Levels of Table 2 of Scholz and Stephens (1987), and their critical values of two samples. */
const levels = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
const criticalValues = [
  0.675 - 0.245 - 0.105,
  1.281 + 0.25 - 0.305,
  1.645 + 0.678 - 0.362,
  1.96 + 1.149 - 0.391,
  2.326 + 1.822 - 0.396,
  2.573 + 2.364 - 0.345,
  3.085 + 3.615 - 0.154,
];

/**
 * Anderson–Darling test of two samples with mid-ranks (Scholz and Stephens 1987), as scipy's `anderson_ksamp` with
 * `variant='midrank'`: like Cramér–von Mises, with more weight on the tails. The p-value is interpolated in a table
 * that ends at 0.001 and 0.25 unless permutations are asked for.
 *
 * @throws TitansError `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no sample, `DATA_INSUFFICIENT` for fewer than four
 * values or a single distinct one.
 */
export function andersonDarlingTest(
  reference: Sample,
  current: Sample,
  options: AndersonDarlingOptions = {},
): TwoSampleTest {
  refuseUnknownParameters('andersonDarlingTest', options, ['permutations']);
  const pair = samplePair(reference, current);
  const { referenceRows, currentRows } = pair;
  if (pair.values.length < 2 || referenceRows + currentRows < 4) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      'The Anderson–Darling test needs four values, of which two differ.',
    );
  }
  const statistic = andersonDarlingStatistic(pair);
  const { permutations } = options;
  return {
    statistic,
    pValue: permutations ? permutationPValue(pair, midrankSum, permutations) : interpolated(statistic),
    method: permutations ? 'permutation' : 'table',
    referenceRows,
    currentRows,
  };
}

/** The standardised statistic: equation 7 of Scholz and Stephens less its mean over its standard deviation. */
export function andersonDarlingStatistic(pair: SamplePair): number {
  return (midrankSum(pair) - 1) / standardDeviation(pair.referenceRows, pair.currentRows);
}

/** Equation 7: A² of mid-ranks. */
export function midrankSum({
  reference,
  current,
  referenceRows,
  currentRows,
}: Omit<SamplePair, 'values'>): number {
  const total = referenceRows + currentRows;
  let [pooled, a, sum] = [0, 0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    const r = reference[cell] as number;
    const ties = r + (current[cell] as number);
    if (ties === 0) continue;
    const middle = pooled + ties / 2;
    const gap = total * (a + r / 2) - middle * referenceRows;
    // Of the current sample the gap is the same with the other sign.
    sum += (ties * gap * gap) / (middle * (total - middle) - (total * ties) / 4);
    pooled += ties;
    a += r;
  }
  return (sum / total) * (1 / referenceRows + 1 / currentRows) * ((total - 1) / total);
}

function standardDeviation(first: number, second: number): number {
  const total = first + second;
  const inverse = 1 / first + 1 / second;
  let [h, g] = [0, 0];
  for (let i = 2; i < total; i++) {
    h += 1 / (total - i + 1);
    g += h / i;
  }
  h += 1;
  const k = 2;
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse;
  const b = (2 * g - 4) * k ** 2 + 8 * h * k + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * k ** 2 + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverse + 4 * h;
  const d = (2 * h + 6) * k ** 2 - 4 * h * k;
  const variance =
    (a * total ** 3 + b * total ** 2 + c * total + d) / ((total - 1) * (total - 2) * (total - 3));
  return Math.sqrt(variance);
}

/** A parabola through the logarithms of the levels by least squares, which is how scipy interpolates. */
function interpolated(statistic: number): number {
  if (statistic < (criticalValues[0] as number)) return levels[0] as number;
  if (statistic > (criticalValues[6] as number)) return levels[6] as number;
  const [c0, c1, c2] = parabola(criticalValues, levels.map(Math.log));
  return Math.exp(c0 + c1 * statistic + c2 * statistic ** 2);
}

/** Least squares in polynomials that are orthogonal on the places, which loses no digits. */
function parabola(x: readonly number[], y: readonly number[]): [number, number, number] {
  const mean = average(
    x,
    x.map(() => 1),
  );
  const linear = x.map((value) => value - mean);
  const weights = linear.map((value) => value ** 2);
  const skew = average(linear, weights);
  const size = average(
    weights,
    x.map(() => 1),
  );
  const quadratic = linear.map((value) => value * (value - skew) - size);
  const [b0, b1, b2] = [x.map(() => 1), linear, quadratic].map(
    (basis) => sumOfProducts(basis, y) / sumOfProducts(basis, basis),
  ) as [number, number, number];
  // b0 + b1 (t − mean) + b2 ((t − mean) (t − mean − skew) − size), in powers of t.
  return [b0 - b1 * mean + b2 * (mean * (mean + skew) - size), b1 - b2 * (2 * mean + skew), b2];
}

function average(values: readonly number[], weights: readonly number[]): number {
  return sumOfProducts(values, weights) / weights.reduce((sum, weight) => sum + weight, 0);
}

function sumOfProducts(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}
