import { requireProbabilities } from '../../calibration/checked-values.js';

/**
 * P-values of several tests, raised so that the chance of even one false finding stays below the level at which they
 * are read, however the tests depend on each other (Holm 1979). As `multipletests(method="holm")` of statsmodels.
 *
 * @param pValues One per test, 0 to 1.
 * @returns Adjusted p-values in the same order, 0 to 1.
 * @throws TitansError `DATA_NOT_FINITE` or `INVALID_ARGUMENT` for what is no p-value.
 * @example
 * ```ts
 * import { holmAdjusted } from '@titans/models/evaluation';
 *
 * holmAdjusted([0.01, 0.04, 0.03]); // 0.03, 0.06, 0.06
 * ```
 */
export function holmAdjusted(pValues: ArrayLike<number>): readonly number[] {
  requireProbabilities('pValues', pValues);
  const tests = pValues.length;
  const ascending = Array.from({ length: tests }, (_, test) => test).sort(
    (a, b) => (pValues[a] as number) - (pValues[b] as number),
  );
  const adjusted = new Array<number>(tests).fill(0);
  let highest = 0;
  ascending.forEach((test, smaller) => {
    highest = Math.max(highest, Math.min(1, (tests - smaller) * (pValues[test] as number)));
    adjusted[test] = highest;
  });
  return Object.freeze(adjusted);
}
