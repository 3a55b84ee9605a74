import { mean } from 'simple-statistics';
import { requireFinite, requireLength, requireValues } from '../../calibration/checked-values.js';
import { integerWithin, numberBetween, oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { type MeanDifference, meanDifference } from './corrected-t.js';

/** Mean difference of the losses of two forecasts. */
export interface DieboldMarianoTest extends MeanDifference {
  /** `bartlett` also where the rectangular kernel gave no positive variance. */
  readonly kernel: 'rectangular' | 'bartlett';
}

export interface DieboldMarianoOptions {
  /** Steps ahead of the forecasts: their errors are correlated over one less. 1 unless told. */
  readonly horizon?: number;
  /** Weights of the autocovariances: all 1 (unless told), or descending (Newey and West 1987). */
  readonly kernel?: 'rectangular' | 'bartlett';
  /** Confidence of the interval; 0.95 unless told. */
  readonly level?: number;
}

/**
 * Whether two forecasts of the same series lose equally much on average (Diebold and Mariano 1995), with the variance
 * of correlated errors, the correction for short series and the t distribution of Harvey, Leybourne and Newbold
 * (1997). The loss is the caller's: absolute error, squared error, pinball.
 *
 * @param first Loss of the first forecast at each step, in order of time.
 * @param second Loss of the second forecast at the same steps.
 * @throws TitansError `DATA_INSUFFICIENT` for fewer than two steps or no more than `horizon`, `SHAPE_MISMATCH`,
 * `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { dieboldMarianoTest } from '@titans/models/evaluation';
 *
 * const naive = [3, 1, 4, 2, 5, 3, 4, 2];
 * const theta = [2, 1, 3, 2, 3, 3, 2, 1];
 * const { difference, pValue } = dieboldMarianoTest(naive, theta, { horizon: 1 });
 * ```
 */
export function dieboldMarianoTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: DieboldMarianoOptions = {},
): DieboldMarianoTest {
  refuseUnknownParameters('dieboldMarianoTest', options, ['horizon', 'kernel', 'level']);
  const horizon = integerWithin('horizon', options.horizon ?? 1, 1, 2 ** 31 - 1);
  const wanted = oneOf('kernel', options.kernel ?? 'rectangular', ['rectangular', 'bartlett']);
  const level = numberBetween('level', options.level ?? 0.95, 0, 1);
  requireValues('first', first, Math.max(2, horizon + 1));
  const n = first.length;
  requireLength('second', second, n);
  requireFinite('first', first);
  requireFinite('second', second);
  const gaps = Array.from(first, (loss, step) => loss - (second[step] as number));
  if (gaps.every((gap) => gap === gaps[0])) {
    return Object.freeze({ ...meanDifference(gaps[0] as number, 0, n - 1, level), kernel: wanted });
  }
  const center = mean(gaps);
  const covariances = autocovariances(
    gaps.map((gap) => gap - center),
    horizon,
  );
  const rectangular = longRunVariance(covariances, 'rectangular');
  const kernel = wanted === 'rectangular' && rectangular > 0 ? 'rectangular' : 'bartlett';
  const variance = longRunVariance(covariances, kernel) / n;
  const correction = (n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n;
  return Object.freeze({ ...meanDifference(center, variance / correction, n - 1, level), kernel });
}

/** Of lags 0 to `count` − 1, each divided by the number of steps, so that Bartlett's weights keep the sum positive. */
function autocovariances(centred: readonly number[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, lag) => {
    let sum = 0;
    for (let step = lag; step < centred.length; step++) {
      sum += (centred[step] as number) * (centred[step - lag] as number);
    }
    return sum / centred.length;
  });
}

function longRunVariance(covariances: readonly number[], kernel: 'rectangular' | 'bartlett'): number {
  let sum = covariances[0] as number;
  for (let lag = 1; lag < covariances.length; lag++) {
    const weight = kernel === 'rectangular' ? 1 : 1 - lag / covariances.length;
    sum += 2 * weight * (covariances[lag] as number);
  }
  return sum;
}
