import { notNaN, positiveUpTo } from './checked-parameters.js';
import { poissonDeviance } from './deviance.js';
import { largestShape, type Tails } from './incomplete-gamma.js';
import { stirlingError } from './log-gamma.js';

const precision = 2 ** -53;

/**
 * Regularised incomplete beta function I(x; a, b) and its complement, to better than 1e-12 relative down to 1e-300 for
 * shapes from ½ to 1e6: the continued fraction of Didonato and Morris (1992, BFRAC) on the side of the
 * mean, times a density by Loader's saddle point (2000).
 *
 * @param a Above 0, at most 1e10.
 * @param b As `a`.
 * @param x 0 to 1; what lies outside counts as the end.
 * @param y 1 − x, where it is known better than the subtraction gives it.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number = 1 - x): Tails {
  positiveUpTo('a', a, largestShape);
  positiveUpTo('b', b, largestShape);
  notNaN('x', x);
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (a * y >= b * x) {
    const lower = Math.min(1, density(a, b, x, y) / continuedFraction(a, b, x, y));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, density(a, b, x, y) / continuedFraction(b, a, y, x));
  return { lower: 1 - upper, upper };
}

/** x^a y^b ÷ B(a, b). */
function density(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    poissonDeviance(a, n * x) -
    poissonDeviance(b, n * y);
  return Math.sqrt((a * (b / n)) / (2 * Math.PI)) * Math.exp(exponent);
}

/** Below the mean every term is positive: nothing cancels, also where x is close to 1. */
function continuedFraction(a: number, b: number, x: number, y: number): number {
  const start = (a * (a * y - b * x + 1)) / (a + 1);
  let [c, d, value] = [start, 0, start];
  for (let m = 1; ; m++) {
    const from = a + 2 * m;
    const numerator = ((a + m - 1) / (from - 1)) * ((a + b + m - 1) / (from - 1)) * m * (b - m) * x * x;
    const denominator =
      m + (m * (b - m) * x) / (from - 1) + ((a + m) * (a * y - b * x + 1 + m * (2 - x))) / (from + 1);
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const factor = c * d;
    value *= factor;
    // Written so that a NaN ends the loop too.
    if (!(Math.abs(factor - 1) > 4 * precision)) return value;
  }
}
