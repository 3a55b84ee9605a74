import { oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { kolmogorovOneSampleUpper } from '../../statistics/kolmogorov-one-sample.js';
import { bridgePValue } from './kolmogorov-bridge.js';
import { greatestCommonDivisor, outsideRectangle, outsideSquare } from './kolmogorov-paths.js';
import { largestGap, tiedPValue, tiedWork } from './kolmogorov-tied.js';
import { type Sample, type SamplePair, samplePair } from './sample-pair.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Options of {@link kolmogorovSmirnovTest}. */
export interface KolmogorovSmirnovOptions {
  /**
   * `auto` (unless told): exact up to 10,000 values in the larger sample, else asymptotic; both are those of scipy and
   * take the values for continuous, so that ties make them too large. `tied` is the probability given the ties, exact
   * where that is affordable and else its limit: the p-value to use for rounded, binned or repeated numbers.
   */
  readonly method?: 'auto' | 'exact' | 'asymptotic' | 'tied';
}

/** The sizes up to which scipy takes the exact distribution. */
const largestExact = 10_000;
/** Multiplications that are spent on an exact p-value with ties: about 20 ms. */
const mostWork = 1e7;

/**
 * Kolmogorov–Smirnov test of two samples, two-sided, as scipy's `ks_2samp`. The statistic is the largest difference
 * of the two shares of values up to a place.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a value, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no sample.
 * @example
 * ```ts
 * import { kolmogorovSmirnovTest } from '@titans/models/drift';
 *
 * kolmogorovSmirnovTest([1, 2, 3, 4], [3, 4, 5, 6]); // { statistic: 0.5, pValue: 0.771…, method: 'exact', … }
 * ```
 */
export function kolmogorovSmirnovTest(
  reference: Sample,
  current: Sample,
  options: KolmogorovSmirnovOptions = {},
): TwoSampleTest {
  refuseUnknownParameters('kolmogorovSmirnovTest', options, ['method']);
  const method = oneOf('method', options.method ?? 'auto', ['auto', 'exact', 'asymptotic', 'tied']);
  const pair = samplePair(reference, current);
  if (method === 'tied') return tiedKolmogorovSmirnov(pair);
  const { referenceRows: m, currentRows: n } = pair;
  const gap = largestGap(pair);
  const isExact = method === 'exact' || (method === 'auto' && Math.max(m, n) <= largestExact);
  const statistic = gap / n / m;
  return {
    statistic,
    pValue: isExact
      ? exactPValue(m, n, gap)
      : kolmogorovOneSampleUpper(roundHalfEven((m * n) / (m + n)), statistic),
    method: isExact ? 'exact' : 'asymptotic',
    referenceRows: m,
    currentRows: n,
  };
}

/**
 * The test that keeps its level with ties, at every size.
 *
 * @param ownWeight What statistics equal to the observed one count: 1 for the exact test, ½ for the mid-p (Lancaster
 * 1961), which is as often wrong as it may be also where few statistics are possible.
 */
export function tiedKolmogorovSmirnov(pair: SamplePair, ownWeight: 1 | 0.5 = 1): TwoSampleTest {
  const { referenceRows: m, currentRows: n } = pair;
  const gap = largestGap(pair);
  const statistic = gap / n / m;
  const told = { statistic, referenceRows: m, currentRows: n };
  if (gap === 0) return { ...told, pValue: 1, method: 'exact' };
  const distance = statistic * Math.sqrt((m / (m + n)) * n);
  // Beyond, what is left of 1 − P(inside) has no digits, and the limit is all that can be said.
  if (distance < 4 && tiedWork(pair, gap) <= mostWork) {
    const pValue = tiedPValue(pair, gap);
    if (ownWeight === 1 || isFine(pair)) return { ...told, pValue, method: 'exact' };
    return { ...told, pValue: (pValue + tiedPValue(pair, gap + 0.5)) / 2, method: 'exact' };
  }
  return { ...told, pValue: bridgePValue(pair, distance), method: 'asymptotic' };
}

/** Whether so many statistics are possible that what one of them counts is a few hundredths of the p-value. */
function isFine({ values, referenceRows: m, currentRows: n }: SamplePair): boolean {
  const step = (greatestCommonDivisor(m, n) / m / n) * Math.sqrt((m / (m + n)) * n);
  return values.length > 200 && step < 0.006;
}

function exactPValue(m: number, n: number, gap: number): number {
  if (gap === 0) return 1;
  // The gap counts in units of 1 ÷ (m n); distances are multiples of 1 ÷ lcm(m, n).
  const steps = Math.round(gap / greatestCommonDivisor(m, n));
  return m === n ? outsideSquare(n, steps) : outsideRectangle(m, n, steps);
}

/** As numpy rounds. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.max(1, Math.round(value));
  return Math.max(1, floor % 2 === 0 ? floor : floor + 1);
}
