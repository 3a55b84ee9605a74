import { notNaN, positiveUpTo } from './checked-parameters.js';
import { poissonDeviance } from './deviance.js';
import { logGammaNextTo, stirlingError } from './log-gamma.js';

/** A probability and its complement, both exact to their last digits, however small one is. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** The largest shape: beyond it the work, which grows with its square root, is no longer small. */
export const largestShape = 1e10;

/** Digits that no further term changes. */
const precision = 2 ** -53;

/**
 * Regularised incomplete gamma functions P(a, x) and Q(a, x), to better than 1e-12 relative down to 1e-300 for shapes
 * up to 1e6: the series below the mean, Legendre's continued fraction above it (DLMF 8.7, 8.9), both times a density
 * by Loader's saddle point (2000).
 *
 * @param a Shape, above 0 and at most 1e10.
 * @param x From 0; ∞ gives 0 and 1.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function incompleteGamma(a: number, x: number): Tails {
  positiveUpTo('a', a, largestShape);
  notNaN('x', x);
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (a < 0.5 && x < 1.5) return smallShape(a, x);
  // x^a e^−x ÷ Γ(a)
  const density = Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - poissonDeviance(a, x));
  if (x < a + 1) {
    const lower = Math.min(1, (density * series(a, x)) / a);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, density / continuedFraction(a, x));
  return { lower: 1 - upper, upper };
}

/** 1 + x ÷ (a + 1) + x² ÷ ((a + 1)(a + 2)) + … */
function series(a: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let k = 1; term > sum * precision; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** What e^−x x^a ÷ Γ(a, x) equals, by Lentz's method. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let [c, d, value] = [b, 0, b];
  for (let k = 1; ; k++) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const factor = c * d;
    value *= factor;
    // Written so that a NaN ends the loop too.
    if (!(Math.abs(factor - 1) > 4 * precision)) return value;
  }
}

/** For a near 0 the upper tail is small already at small x, and 1 − lower would lose it. */
function smallShape(a: number, x: number): Tails {
  const logPower = a * Math.log(x) - logGammaNextTo(a);
  const power = Math.exp(logPower);
  let [term, sum] = [1, 0];
  for (let k = 1; k < 100; k++) {
    term *= -x / k;
    sum += (a * term) / (a + k);
    if (Math.abs(term) < precision) break;
  }
  return { lower: power * (1 + sum), upper: -Math.expm1(logPower) - power * sum };
}
