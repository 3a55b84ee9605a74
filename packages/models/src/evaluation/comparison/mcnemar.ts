import { requireLength, requireValues } from '../../calibration/checked-values.js';
import { oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { binomial } from '../../statistics/distributions.js';

/** Two classifiers on the same rows. */
export interface McNemarTest {
  /** Rows that only the first got right. */
  readonly onlyFirst: number;
  /** Rows that only the second got right. */
  readonly onlySecond: number;
  /** Of equal accuracy, two-sided. 1 where the two are right on the same rows. */
  readonly pValue: number;
  readonly method: 'exact' | 'mid-p';
}

/**
 * Whether two classifiers are equally often right (McNemar 1947), from the rows on which only one is. The exact test
 * errs on the safe side; its mid-p value, which counts half of what was observed, holds its level closely and finds
 * more (Fagerland, Lydersen and Laake 2013). Neither needs many rows.
 *
 * @param labels Right classes, one per row.
 * @param first Classes that the first predicted.
 * @param second Classes that the second predicted.
 * @param options `method`: `mid-p` unless told.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `INVALID_ARGUMENT` for another method.
 * @example
 * ```ts
 * import { mcNemarTest } from '@titans/models/evaluation';
 *
 * const labels = [0, 1, 1, 0, 1, 1];
 * mcNemarTest(labels, [0, 1, 1, 0, 1, 0], [0, 0, 0, 0, 1, 0]); // { onlyFirst: 2, onlySecond: 0, pValue: 0.25, … }
 * ```
 */
export function mcNemarTest<Label extends number | string>(
  labels: ArrayLike<Label>,
  first: ArrayLike<Label>,
  second: ArrayLike<Label>,
  options: { readonly method?: 'exact' | 'mid-p' } = {},
): McNemarTest {
  refuseUnknownParameters('mcNemarTest', options, ['method']);
  const method = oneOf('method', options.method ?? 'mid-p', ['exact', 'mid-p']);
  requireValues('labels', labels);
  requireLength('first', first, labels.length);
  requireLength('second', second, labels.length);
  let [onlyFirst, onlySecond] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const [firstIsRight, secondIsRight] = [first[row] === labels[row], second[row] === labels[row]];
    if (firstIsRight && !secondIsRight) onlyFirst++;
    if (secondIsRight && !firstIsRight) onlySecond++;
  }
  const [fewer, discordant] = [Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond];
  const upTo = binomial(fewer, discordant, 0.5).lower;
  // Twice the lower tail, with all or with half of what was observed.
  const pValue = method === 'exact' ? 2 * upTo : upTo + binomial(fewer - 1, discordant, 0.5).lower;
  return Object.freeze({ onlyFirst, onlySecond, pValue: Math.min(1, pValue), method });
}
