import { poissonDeviance } from './deviance.js';
import { stirlingError } from './log-gamma.js';

/**
 * Probability that an empirical distribution of `n` continuous values lies somewhere `distance` or more above the true
 * one (Smirnov 1944; Birnbaum and Tingey 1951): x Σ C(n, j) (x + j/n)^(j−1) (1 − x − j/n)^(n−j). Every term is positive,
 * and written as a binomial probability it keeps its digits. O(n).
 *
 * @param n Whole, from 1.
 * @param distance 0 to 1.
 */
export function smirnovUpper(n: number, distance: number): number {
  if (distance <= 0) return 1;
  if (distance >= 1) return 0;
  const last = Math.floor(n * (1 - distance));
  let [sum, carried] = [0, 0];
  for (let j = 0; j <= last; j++) {
    const share = distance + j / n;
    if (share >= 1) break;
    const term = (distance / share) * binomialProbability(j, n, share);
    // Compensated, for there are as many terms as values.
    const adjusted = term - carried;
    const next = sum + adjusted;
    carried = next - sum - adjusted;
    sum = next;
  }
  return Math.min(1, sum);
}

/** Probability of `k` successes of `n`, by the saddle point (Loader 2000), which is exact to about 1e-14. */
export function binomialProbability(k: number, n: number, probability: number): number {
  const rest = 1 - probability;
  if (k === 0) return Math.exp(n * Math.log1p(-probability));
  if (k === n) return Math.exp(n * Math.log(probability));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    poissonDeviance(k, n * probability) -
    poissonDeviance(n - k, n * rest);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}
