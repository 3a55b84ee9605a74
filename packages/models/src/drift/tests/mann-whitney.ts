import { oneOf, refuseUnknownParameters, trueOrFalse } from '../../estimators/parameters.js';
import { normalCdf } from '../../statistics/normal.js';
import { type Sample, type SamplePair, samplePair } from './sample-pair.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Options of {@link mannWhitneyTest}. */
export interface MannWhitneyOptions {
  /** `auto` (unless told) is exact where a sample has at most 8 values and none is tied, as in scipy. */
  readonly method?: 'auto' | 'exact' | 'asymptotic';
  /** Whether the normal distribution is corrected for whole numbers; true unless told. */
  readonly continuity?: boolean;
}

const largestExact = 8;

/**
 * Mann–Whitney U test of two samples, two-sided, as scipy's `mannwhitneyu`. The statistic is that of the reference:
 * the pairs in which its value is the larger, ties counting one half. It sees shifts and is blind to a change of
 * spread.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a value, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no sample.
 */
export function mannWhitneyTest(
  reference: Sample,
  current: Sample,
  options: MannWhitneyOptions = {},
): TwoSampleTest {
  refuseUnknownParameters('mannWhitneyTest', options, ['method', 'continuity']);
  const method = oneOf('method', options.method ?? 'auto', ['auto', 'exact', 'asymptotic']);
  const continuity = trueOrFalse('continuity', options.continuity ?? true);
  const pair = samplePair(reference, current);
  const { referenceRows: m, currentRows: n } = pair;
  const hasTies = pair.values.length < m + n;
  const isExact = method === 'exact' || (method === 'auto' && Math.min(m, n) <= largestExact && !hasTies);
  const statistic = mannWhitneyStatistic(pair);
  const larger = Math.max(statistic, m * n - statistic);
  const pValue = isExact ? exactUpper(m, n, Math.floor(larger)) : asymptoticUpper(pair, larger, continuity);
  return {
    statistic,
    pValue: Math.min(1, 2 * pValue),
    method: isExact ? 'exact' : 'asymptotic',
    referenceRows: m,
    currentRows: n,
  };
}

/** U of the reference. */
export function mannWhitneyStatistic({
  reference,
  current,
}: Pick<SamplePair, 'reference' | 'current'>): number {
  let [below, statistic] = [0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    const c = current[cell] as number;
    statistic += (reference[cell] as number) * (below + c / 2);
    below += c;
  }
  return statistic;
}

/**
 * Variance of U given the ties: n m ÷ (12 N (N − 1)) times N³ − Σ t³, summed as Σ t (N − t) (N + t), for the usual form
 * cancels where nearly every value is the same, down to less than nothing.
 */
export function rankVariance({
  reference,
  current,
  referenceRows: m,
  currentRows: n,
}: Omit<SamplePair, 'values'>): number {
  const total = m + n;
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const tied = (reference[cell] as number) + (current[cell] as number);
    sum += (tied / total) * ((total - tied) / (total - 1)) * (total + tied);
  }
  return ((m * n) / 12) * sum;
}

function asymptoticUpper(pair: SamplePair, statistic: number, continuity: boolean): number {
  const { referenceRows: m, currentRows: n } = pair;
  const deviation = Math.sqrt(rankVariance(pair));
  const excess = statistic - (m * n) / 2 - (continuity ? 0.5 : 0);
  // Where every value is the same nothing deviates, and nothing speaks against one distribution.
  if (deviation === 0) return 1;
  return normalCdf(-excess / deviation);
}

/**
 * P(U ≥ u) without ties: the coefficients of the Gaussian binomial [m + n choose m], built up one factor
 * (1 − q^(n+i)) ÷ (1 − qⁱ) at a time in whole numbers of any size. O(min² · max).
 */
function exactUpper(m: number, n: number, u: number): number {
  const [fewer, more] = m <= n ? [m, n] : [n, m];
  // By symmetry the upper tail is the lower tail up to m n − u, which is the shorter one.
  const last = m * n - u;
  const coefficients: bigint[] = new Array(last + 1).fill(0n);
  coefficients[0] = 1n;
  let total = 1n;
  for (let i = 1; i <= fewer; i++) {
    for (let k = last; k >= more + i; k--) {
      coefficients[k] = (coefficients[k] as bigint) - (coefficients[k - more - i] as bigint);
    }
    for (let k = i; k <= last; k++) {
      coefficients[k] = (coefficients[k] as bigint) + (coefficients[k - i] as bigint);
    }
    total = (total * BigInt(more + i)) / BigInt(i);
  }
  return quotient(
    coefficients.reduce((sum, coefficient) => sum + coefficient, 0n),
    total,
  );
}

/** The quotient of two large whole numbers as a number, to all its digits. */
function quotient(numerator: bigint, denominator: bigint): number {
  const shift = Math.max(0, denominator.toString(2).length - numerator.toString(2).length + 64);
  const scaled = (numerator << BigInt(shift)) / denominator;
  return Number(scaled) * 2 ** -shift;
}
