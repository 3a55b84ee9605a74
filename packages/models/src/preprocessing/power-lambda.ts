import { rootBetween } from '../statistics/root-search.js';

/**
 * A number whose power is taken: `u` is its logarithm, of 1 plus its size for Yeo and Johnson, and `isMirrored` says
 * that the power is 2 − λ and the result negative.
 */
export interface Powers {
  readonly u: Float64Array;
  readonly isMirrored: Uint8Array;
  readonly weights: Float64Array;
}

/** (e^(λu) − 1) ÷ λ, and u for λ = 0. */
export function powerOf(u: number, lambda: number): number {
  return lambda === 0 ? u : Math.expm1(lambda * u) / lambda;
}

/** Below this the difference in {@link slopeOf} would lose digits. */
const smallExponent = 0.1;

/** Derivative of {@link powerOf} by λ, of which the power is known. */
function slopeOf(u: number, lambda: number, power: number): number {
  const z = lambda * u;
  // e^(λu) is 1 + λ · power.
  if (Math.abs(z) > smallExponent) return (u * (1 + lambda * power) - power) / lambda;
  // u² · Σ (j + 1) zʲ ÷ (j + 2)!
  let [term, sum] = [0.5, 0];
  for (let j = 0; j < 11; j++) {
    sum += (j + 1) * term;
    term *= z / (j + 3);
  }
  return u * u * sum;
}

/** Exponents so large that a square overflows. */
const largestExponent = 340;

/**
 * The λ of the largest likelihood that the powers are normally distributed: where its derivative, which descends, is 0.
 * Searching the derivative gives all digits; searching the likelihood itself, as scipy does, about half of them.
 */
export function mostLikelyLambda(powers: Powers): number {
  const { u, isMirrored } = powers;
  let highest = Number.POSITIVE_INFINITY;
  let lowest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < u.length; i++) {
    const bound = largestExponent / Math.abs(u[i] as number);
    highest = Math.min(highest, isMirrored[i] ? 2 + bound : bound);
    lowest = Math.max(lowest, isMirrored[i] ? 2 - bound : -bound);
  }
  const scratch = { powers: new Float64Array(u.length), slopes: new Float64Array(u.length) };
  const descent = (lambda: number): number => -likelihoodSlope(powers, lambda, scratch);
  let [low, high] = [Math.max(-2, lowest), Math.min(2, highest)];
  while (descent(low) > 0) {
    if (low === lowest) return low;
    [low, high] = [Math.max(2 * low - 1, lowest), low];
  }
  while (descent(high) < 0) {
    if (high === highest) return high;
    [low, high] = [high, Math.min(2 * high + 1, highest)];
  }
  return rootBetween(descent, low, high);
}

/** Derivative of the mean log-likelihood by λ. */
function likelihoodSlope(
  { u, isMirrored, weights }: Powers,
  lambda: number,
  { powers, slopes }: { readonly powers: Float64Array; readonly slopes: Float64Array },
): number {
  let [total, meanPower, meanSlope, jacobian] = [0, 0, 0, 0];
  for (let i = 0; i < u.length; i++) {
    const at = u[i] as number;
    const weight = weights[i] as number;
    const sign = isMirrored[i] ? -1 : 1;
    const exponent = isMirrored[i] ? 2 - lambda : lambda;
    const power = powerOf(at, exponent);
    powers[i] = sign * power;
    // The derivative of −f(2 − λ) is f′(2 − λ).
    slopes[i] = slopeOf(at, exponent, power);
    jacobian += sign * weight * at;
    total += weight;
    meanPower += weight * (powers[i] as number);
    meanSlope += weight * (slopes[i] as number);
  }
  meanPower /= total;
  meanSlope /= total;
  let [variance, covariance] = [0, 0];
  for (let i = 0; i < u.length; i++) {
    const difference = (powers[i] as number) - meanPower;
    const weight = weights[i] as number;
    variance += weight * difference * difference;
    covariance += weight * difference * ((slopes[i] as number) - meanSlope);
  }
  // Powers that became equal are infinitely likely, but tell nothing apart: turn back towards λ = 1.
  if (variance === 0) return 1 - lambda;
  return jacobian / total - covariance / variance;
}
