import { requireFinite } from '../../calibration/checked-values.js';
import { logGamma } from '../../statistics/log-gamma.js';
import { invalid } from './checked-plan.js';

/**
 * How much the shares are expected to be off if they are: about 1 ÷ (2√concentration), here 1.6 percentage points of an equal
 * split.
 */
const defaultConcentration = 1_000;

/**
 * Whether units came to the variants in the shares that they should: the p-value of a sequential test, which may be looked at
 * after every unit. 1 ÷ the Bayes factor of a Dirichlet prior around the shares against the shares themselves (Lindon and
 * Malek 2022); the least value so far is a p-value as well. Units must be counted once each: outcomes of one unit are not
 * independent.
 *
 * @param counts Units of each variant.
 * @param weights Shares of the variants, above 0; they need not add up to 1.
 * @param concentration Above 0, 1,000 unless told: larger ones find small mismatches of many units.
 * @throws TitansError `INVALID_ARGUMENT`, `DATA_NOT_FINITE` for counts and weights that are no numbers.
 */
export function sampleRatioPValue(
  counts: readonly number[],
  weights: readonly number[],
  concentration: number = defaultConcentration,
): number {
  requireFinite('counts', counts);
  requireFinite('weights', weights);
  if (counts.length !== weights.length || counts.length < 2) {
    throw invalid('counts', 'Counts and weights must be of the same variants, two at least.');
  }
  if (!(concentration > 0)) throw invalid('concentration', 'The concentration must be above 0.');
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  let log = logGamma(concentration) - logGamma(concentration + rows);
  for (const [index, count] of counts.entries()) {
    const share = (weights[index] as number) / whole;
    if (!(share > 0 && count >= 0)) {
      throw invalid('weights', 'Weights must be above 0, and counts from 0.');
    }
    log +=
      logGamma(concentration * share + count) - logGamma(concentration * share) - count * Math.log(share);
  }
  return log <= 0 ? 1 : Math.exp(-log);
}
