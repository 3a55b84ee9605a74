import { positiveUpTo, probabilityWithin } from './checked-parameters.js';
import { chiSquared, studentT } from './distributions.js';
import { incompleteBeta } from './incomplete-beta.js';
import { largestShape, type Tails } from './incomplete-gamma.js';
import { normalQuantile } from './normal.js';
import { rootBetween } from './root-search.js';

/** Quantiles of Student's t are sought up to this, whose square is a number still. */
const farthestT = 1e150;
/** Beyond this the exponential function leaves the range of numbers. */
const farthestLogarithm = 700;

/**
 * Quantile of Student's t distribution.
 *
 * @param probability 0 to 1; the ends give ∓∞.
 * @param degreesOfFreedom Above 0, at most 1e10, or ∞ for the normal distribution. So few that the quantile is beyond
 * 1e150 give that.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  probabilityWithin('probability', probability);
  if (degreesOfFreedom === Number.POSITIVE_INFINITY) return normalQuantile(probability);
  positiveUpTo('degreesOfFreedom', degreesOfFreedom, largestShape);
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0) return probability === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const excess = (logarithm: number): number =>
    Math.log(tail) - Math.log(studentT(Math.exp(logarithm), degreesOfFreedom).upper);
  const farthest = Math.log(farthestT);
  const size = excess(farthest) <= 0 ? farthestT : Math.exp(rootBetween(excess, -80, farthest));
  return probability < 0.5 ? -size : size;
}

/**
 * Quantile of the χ² distribution.
 *
 * @param probability 0 to 1; the ends give 0 and ∞.
 * @param degreesOfFreedom Above 0, at most 2e10.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function chiSquaredQuantile(probability: number, degreesOfFreedom: number): number {
  probabilityWithin('probability', probability);
  positiveUpTo('degreesOfFreedom', degreesOfFreedom, 2 * largestShape);
  if (probability === 1) return Number.POSITIVE_INFINITY;
  return fromLogarithm(tailsOf(probability), (logarithm) =>
    chiSquared(Math.exp(logarithm), degreesOfFreedom),
  );
}

/**
 * Quantile of the beta distribution, whose quantiles are also the exact limits of a share (Clopper and Pearson 1934).
 *
 * @param probability 0 to 1; the ends give 0 and 1.
 * @param a Above 0, at most 1e10; `b` as well.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  probabilityWithin('probability', probability);
  if (probability === 1) return 1;
  const tails = tailsOf(probability);
  // Where the quantile is above ½, the distance from 1 is what has digits.
  if (probability > incompleteBeta(a, b, 0.5).lower) {
    const mirrored = { lower: tails.upper, upper: tails.lower };
    return 1 - fromLogarithm(mirrored, (logarithm) => incompleteBeta(b, a, Math.exp(logarithm)));
  }
  return fromLogarithm(tails, (logarithm) => incompleteBeta(a, b, Math.exp(logarithm)));
}

function tailsOf(probability: number): Tails {
  return { lower: probability, upper: 1 - probability };
}

/** The value at whose logarithm the tails are those wanted, sought by the smaller of the two. */
function fromLogarithm(wanted: Tails, tailsAt: (logarithm: number) => Tails): number {
  if (wanted.lower === 0) return 0;
  const excess = (logarithm: number): number => {
    const { lower, upper } = tailsAt(logarithm);
    if (wanted.lower <= 0.5) return Math.log(Math.max(lower, Number.MIN_VALUE)) - Math.log(wanted.lower);
    return Math.log(wanted.upper) - Math.log(Math.max(upper, Number.MIN_VALUE));
  };
  if (excess(-farthestLogarithm) >= 0) return 0;
  return Math.exp(rootBetween(excess, -farthestLogarithm, farthestLogarithm));
}
