/** The smooth distribution of deviations counts as this many payments beside those seen. */
const smoothPayments = 10;
/** Before anything is seen, a payment is this many days off on average; it counts as one payment. */
const usualDeviation = 0.1;
/** By how much deviations are larger beyond the payments that the due day was fitted to: this, over their number. */
const fittingPayments = 8;

/**
 * How probable it is that a payment comes so many days after its due date (negative: before it): the deviations seen,
 * smoothed with a two-sided geometric distribution of their mean. Days in ascending order; the shares sum to 1 but for
 * what the smooth part leaves beyond the tolerance.
 */
export function deviationShares(
  deviations: readonly number[],
  tolerance: number,
): ReadonlyMap<number, number> {
  const sum = deviations.reduce((days, deviation) => days + Math.abs(deviation), usualDeviation);
  // The due day was chosen where these payments are near it; the next one is farther, the more so after few.
  const mean = (sum / (deviations.length + 1)) * (1 + fittingPayments / deviations.length);
  // Of the distribution with shares in proportion to ratio^|days|, whose mean is 2 ratio / (1 − ratio²).
  const ratio = (Math.sqrt(1 + mean * mean) - 1) / mean;
  const total = deviations.length + smoothPayments;
  const share = new Map<number, number>();
  for (let days = -tolerance; days <= tolerance; days++) {
    share.set(days, (smoothPayments * ((1 - ratio) / (1 + ratio)) * ratio ** Math.abs(days)) / total);
  }
  for (const days of deviations) share.set(days, (share.get(days) ?? 0) + 1 / total);
  return share;
}
