import { type BootstrapInterval, type BootstrapOptions, bootstrap } from '../bootstrap.js';

/** How two models differ on the same rows. */
export interface PairedBootstrap {
  /** Figure of the first model minus that of the second. */
  readonly difference: BootstrapInterval;
  /** Of no difference, two-sided; at least 2 ÷ (resamples + 1). */
  readonly pValue: number;
}

/**
 * Compares a figure of two models on the same rows: both are measured on the same resamples, so that what makes a row
 * hard for both cancels. The p-value is twice the smaller share of resamples on the other side of 0, the estimate
 * counted among them (Davison and Hinkley 1997, 4.2.2).
 *
 * @param first The figure of the first model for given row numbers, 0 to n − 1, some of them repeated; NaN where it is
 * not defined. The array is used again, so it must not be kept.
 * @param second The same figure of the second model.
 * @throws TitansError as {@link bootstrapInterval}.
 * @example
 * ```ts
 * import { pairedBootstrap } from '@titans/models/evaluation';
 *
 * const errors = { champion: [3, 5, 2, 4, 6, 3], challenger: [2, 4, 2, 3, 5, 3] };
 * const meanOf = (values: readonly number[]) => (rows: Int32Array) =>
 *   rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
 * const { difference, pValue } = await pairedBootstrap(meanOf(errors.champion), meanOf(errors.challenger), 6);
 * console.log(difference.estimate, difference.lower, difference.upper, pValue);
 * ```
 */
export async function pairedBootstrap(
  first: (rows: Int32Array) => number,
  second: (rows: Int32Array) => number,
  n: number,
  options: BootstrapOptions = {},
): Promise<PairedBootstrap> {
  const gap = (rows: Int32Array): number => first(rows) - second(rows);
  const { interval, sorted } = await bootstrap('pairedBootstrap', gap, n, options);
  const notAbove = sorted.filter((value) => value <= 0).length;
  const notBelow = sorted.filter((value) => value >= 0).length;
  const pValue = Math.min(1, (2 * (1 + Math.min(notAbove, notBelow))) / (1 + sorted.length));
  return Object.freeze({ difference: interval, pValue });
}
