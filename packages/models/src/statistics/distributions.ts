import { TitansError } from '@titans/core';
import { notNaN, positiveUpTo, probabilityWithin } from './checked-parameters.js';
import { incompleteBeta } from './incomplete-beta.js';
import { incompleteGamma, largestShape, type Tails } from './incomplete-gamma.js';
import { logGamma } from './log-gamma.js';
import { normalCdf } from './normal.js';

/**
 * Both tails of Student's t distribution: `lower` is P(T ≤ t), `upper` P(T ≥ t).
 *
 * @param degreesOfFreedom Above 0, at most 1e10; ∞ is the normal distribution.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function studentT(t: number, degreesOfFreedom: number): Tails {
  notNaN('t', t);
  if (degreesOfFreedom === Number.POSITIVE_INFINITY) return { lower: normalCdf(t), upper: normalCdf(-t) };
  positiveUpTo('degreesOfFreedom', degreesOfFreedom, largestShape);
  const square = t * t;
  const total = degreesOfFreedom + square;
  const beyond =
    Math.abs(t) > 1e150
      ? farTail(Math.abs(t), degreesOfFreedom)
      : incompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / total, square / total).lower / 2;
  return t > 0 ? { lower: 1 - beyond, upper: beyond } : { lower: beyond, upper: 1 - beyond };
}

/** The first term of the tail, next to which the second is nothing where t² is no number any more. */
function farTail(t: number, degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2;
  const logCore =
    logGamma(half + 0.5) - logGamma(half) - degreesOfFreedom * Math.log(t / Math.sqrt(degreesOfFreedom));
  return Math.exp(logCore) / (Math.sqrt(Math.PI) * degreesOfFreedom);
}

/** Probability of a t at least so far from 0, on either side. See {@link studentT}. */
export function studentTTwoSided(t: number, degreesOfFreedom: number): number {
  return 2 * studentT(-Math.abs(t), degreesOfFreedom).lower;
}

/**
 * Both tails of the χ² distribution.
 *
 * @param degreesOfFreedom Above 0, at most 2e10.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function chiSquared(x: number, degreesOfFreedom: number): Tails {
  positiveUpTo('degreesOfFreedom', degreesOfFreedom, 2 * largestShape);
  return incompleteGamma(degreesOfFreedom / 2, x / 2);
}

/**
 * Both tails of Fisher's F distribution.
 *
 * @param numerator Degrees of freedom, above 0 and at most 1e10; `denominator` as well.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function fisherF(f: number, numerator: number, denominator: number): Tails {
  positiveUpTo('numerator', numerator, largestShape);
  positiveUpTo('denominator', denominator, largestShape);
  notNaN('f', f);
  if (f <= 0) return { lower: 0, upper: 1 };
  const scaled = numerator * f;
  const total = denominator + scaled;
  if (total === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  return incompleteBeta(numerator / 2, denominator / 2, scaled / total, denominator / total);
}

/**
 * Tails of the binomial distribution: `lower` is P(X ≤ successes), `upper` P(X > successes), so that they add up to 1.
 * P(X ≥ successes) is the `upper` of one success less.
 *
 * @param successes Whole.
 * @param trials Whole, from 0 and at most 1e10.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function binomial(successes: number, trials: number, probability: number): Tails {
  probabilityWithin('probability', probability);
  if (!(Number.isInteger(successes) && Number.isInteger(trials) && trials >= 0 && trials <= largestShape)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `Successes and trials must be whole numbers, trials from 0 to ${largestShape}; they are ${successes} of ${trials}.`,
      { details: { field: 'trials' } },
    );
  }
  if (successes < 0) return { lower: 0, upper: 1 };
  if (successes >= trials) return { lower: 1, upper: 0 };
  const { lower, upper } = incompleteBeta(successes + 1, trials - successes, probability);
  return { lower: upper, upper: lower };
}

/**
 * Both tails of Kolmogorov's distribution, the limit of √n times the largest distance of an empirical distribution
 * from the true one (Kolmogorov 1933), to about 1e-15 relative.
 */
export function kolmogorov(x: number): Tails {
  notNaN('x', x);
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x < 1) {
    // Of the theta function's two series, the one that converges at once near 0.
    let sum = 0;
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    const lower = (Math.sqrt(2 * Math.PI) / x) * sum;
    return { lower, upper: 1 - lower };
  }
  let sum = 0;
  for (let k = 5; k > 0; k--) sum = Math.exp(-2 * k * k * x * x) - sum;
  return { lower: 1 - 2 * sum, upper: 2 * sum };
}
