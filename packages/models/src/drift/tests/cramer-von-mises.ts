import { TitansError } from '@titans/core';
import { oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { cramerVonMisesLower } from '../../statistics/cramer-von-mises-limit.js';
import { exactCramerVonMises } from './cramer-von-mises-exact.js';
import { type Sample, type SamplePair, samplePair } from './sample-pair.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Options of {@link cramerVonMisesTest}. */
export interface CramerVonMisesOptions {
  /** `auto` (unless told) is exact up to 20 values in the larger sample, as in scipy. */
  readonly method?: 'auto' | 'exact' | 'asymptotic';
}

const largestExact = 20;
/** The number of orders that the exact distribution counts must be a number that is exact. */
const mostExact = 25;

/**
 * Cramér–von Mises test of two samples (Anderson 1962), with mid-ranks for ties, as scipy's `cramervonmises_2samp`. It
 * weighs the whole difference of the two distributions, where Kolmogorov–Smirnov takes the largest.
 *
 * @throws TitansError `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no sample, `DATA_INSUFFICIENT` for one of fewer than two values; `INVALID_ARGUMENT` where an
 * exact p-value of more than 25 values in a sample is asked for.
 */
export function cramerVonMisesTest(
  reference: Sample,
  current: Sample,
  options: CramerVonMisesOptions = {},
): TwoSampleTest {
  refuseUnknownParameters('cramerVonMisesTest', options, ['method']);
  const method = oneOf('method', options.method ?? 'auto', ['auto', 'exact', 'asymptotic']);
  const pair = samplePair(reference, current);
  const { referenceRows: m, currentRows: n } = pair;
  if (Math.min(m, n) < 2) {
    throw new TitansError('DATA_INSUFFICIENT', 'The Cramér–von Mises test needs two values in each sample.');
  }
  const isExact = method === 'exact' || (method === 'auto' && Math.max(m, n) <= largestExact);
  if (isExact && Math.max(m, n) > mostExact) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The exact distribution is counted for up to ${mostExact} values in a sample; there are ${Math.max(m, n)}.`,
      { details: { field: 'method' } },
    );
  }
  const statistic = cramerVonMisesStatistic(pair);
  return {
    statistic,
    pValue: isExact ? exactCramerVonMises(m, n, rankDistance(pair)) : limitPValue(statistic, m, n),
    method: isExact ? 'exact' : 'asymptotic',
    referenceRows: m,
    currentRows: n,
  };
}

/** Anderson's T of mid-ranks. */
export function cramerVonMisesStatistic(pair: SamplePair): number {
  const { referenceRows: m, currentRows: n } = pair;
  const product = m * n;
  const total = m + n;
  return rankDistance(pair) / (product * total) - (4 * product - 1) / (6 * total);
}

/** Anderson's U: m Σ (rank of the i-th reference value − i)² and the same of the current sample. */
function rankDistance({ reference, current, referenceRows: m, currentRows: n }: SamplePair): number {
  let [pooled, a, b, ofReference, ofCurrent] = [0, 0, 0, 0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    const r = reference[cell] as number;
    const c = current[cell] as number;
    const rank = pooled + (r + c + 1) / 2;
    ofReference += squaresAround(rank - a, r);
    ofCurrent += squaresAround(rank - b, c);
    pooled += r + c;
    a += r;
    b += c;
  }
  return m * ofReference + n * ofCurrent;
}

/** Σ (x − i)² for i from 1 to `count`. */
function squaresAround(x: number, count: number): number {
  const middle = (count + 1) / 2;
  return count * ((x - middle) ** 2 + (count * count - 1) / 12);
}

function limitPValue(statistic: number, m: number, n: number): number {
  const total = m + n;
  const product = m * n;
  const expected = (1 + 1 / total) / 6;
  const variance =
    ((total + 1) * (4 * product * total - 3 * (m * m + n * n) - 2 * product)) /
    (45 * total * total * 4 * product);
  const scaled = 1 / 6 + (statistic - expected) / Math.sqrt(45 * variance);
  return scaled < 0.003 ? 1 : Math.max(0, 1 - cramerVonMisesLower(scaled));
}
