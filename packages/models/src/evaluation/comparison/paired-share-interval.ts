import { integerWithin } from '../../estimators/parameters.js';

/** Quantile 0.975 of the normal distribution. */
const z = 1.959963984540054;

/**
 * 95% confidence interval of the difference of two shares that were counted on the same rows, such as two accuracies: Wald's
 * with half a row added to each of the four counts (Agresti and Min 2005), which keeps its level also where few rows differ.
 *
 * @param onlyFirst Rows that count for the first alone.
 * @param onlySecond Rows that count for the second alone.
 * @param n All rows.
 * @throws TitansError `INVALID_ARGUMENT` for what are no counts.
 */
export function pairedShareInterval(
  onlyFirst: number,
  onlySecond: number,
  n: number,
): { readonly lower: number; readonly upper: number } {
  integerWithin('n', n, 1, 1e10);
  integerWithin('onlyFirst', onlyFirst, 0, n);
  integerWithin('onlySecond', onlySecond, 0, n - onlyFirst);
  const rows = n + 2;
  const difference = (onlyFirst - onlySecond) / rows;
  const variance = ((onlyFirst + onlySecond + 1) / rows - difference ** 2) / rows;
  const half = z * Math.sqrt(variance);
  return Object.freeze({ lower: Math.max(-1, difference - half), upper: Math.min(1, difference + half) });
}
