import { mean, sampleVariance } from 'simple-statistics';
import { requireFinite, requireLength, requireValues } from '../../calibration/checked-values.js';
import { integerWithin, numberBetween, refuseUnknownParameters } from '../../estimators/parameters.js';
import { studentTTwoSided } from '../../statistics/distributions.js';
import { studentTQuantile } from '../../statistics/quantiles.js';

/** A mean difference with its test and confidence interval. */
export interface MeanDifference {
  /** Mean of first minus second. */
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Difference ÷ its standard error. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Of no difference, two-sided; 1 where all differences are 0, NaN where they are all one other number. */
  readonly pValue: number;
}

/**
 * Compares two models by their figures on the same folds: the corrected resampled t-test (Nadeau and Bengio 2003). The
 * folds share training rows, for which the variance is raised by test ÷ train; an ordinary paired t-test takes them
 * for independent and finds differences that are none.
 *
 * @param first Figures of the first model, one per fold, at least two; of repeated cross-validation, all of them.
 * @param second Figures of the second model on the same folds.
 * @param options Rows that were learned from and tested on per fold, and the `level` of the interval (0.95 unless told).
 * @throws TitansError `DATA_INSUFFICIENT` below two folds, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { correctedPairedTTest } from '@titans/models/evaluation';
 *
 * const forest = [0.81, 0.79, 0.84, 0.8, 0.82];
 * const boosting = [0.83, 0.82, 0.84, 0.83, 0.84];
 * const { pValue } = correctedPairedTTest(boosting, forest, { trainRows: 800, testRows: 200 });
 * ```
 */
export function correctedPairedTTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: { readonly trainRows: number; readonly testRows: number; readonly level?: number },
): MeanDifference {
  refuseUnknownParameters('correctedPairedTTest', options, ['trainRows', 'testRows', 'level']);
  const trainRows = integerWithin('trainRows', options.trainRows, 1, 2 ** 53);
  const testRows = integerWithin('testRows', options.testRows, 1, 2 ** 53);
  const level = numberBetween('level', options.level ?? 0.95, 0, 1);
  requireValues('first', first, 2);
  requireLength('second', second, first.length);
  requireFinite('first', first);
  requireFinite('second', second);
  const gaps = Array.from(first, (value, fold) => value - (second[fold] as number));
  const isConstant = gaps.every((gap) => gap === gaps[0]);
  const variance = isConstant ? 0 : sampleVariance(gaps) * (1 / gaps.length + testRows / trainRows);
  return meanDifference(isConstant ? (gaps[0] as number) : mean(gaps), variance, gaps.length - 1, level);
}

/** From a mean and its variance. */
export function meanDifference(
  difference: number,
  variance: number,
  degreesOfFreedom: number,
  level: number,
): MeanDifference {
  const error = Math.sqrt(variance);
  const statistic = difference === 0 ? 0 : difference / error;
  const half = error * studentTQuantile((1 + level) / 2, degreesOfFreedom);
  return Object.freeze({
    difference,
    lower: difference - half,
    upper: difference + half,
    level,
    statistic,
    degreesOfFreedom,
    pValue: Number.isFinite(statistic) ? studentTTwoSided(statistic, degreesOfFreedom) : Number.NaN,
  });
}
