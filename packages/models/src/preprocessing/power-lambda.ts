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
/** Exponents so small that powers differ in less than half of their digits: e⁻²⁰ is 2e-9. */
const largestShrinkage = 20;

/** Rows from which the search begins where a few of them say it ends. */
const manyRows = 10_000;
const fewRows = 1000;

/**
 * The λ of the largest likelihood that the powers are normally distributed: where its derivative, which descends, is 0.
 * Searching the derivative gives all digits; searching the likelihood itself, as scipy does, about half of them.
 */
export function mostLikelyLambda(powers: Powers): number {
  const [lowest, highest] = rangeOf(powers);
  // Numbers of which no one power is representable stay what they are.
  if (lowest > highest) return 1;
  const size = powers.u.length;
  const scratch = { powers: new Float64Array(size), slopes: new Float64Array(size) };
  const numbers = centred(powers);
  const descent = (lambda: number): number => -likelihoodSlope(numbers, lambda, scratch);
  const within = (lambda: number): number => Math.min(highest, Math.max(lowest, lambda));
  const [start, width] = size < manyRows ? [0, 2] : [within(mostLikelyLambda(everyNth(powers))), 0.05];
  let [low, high] = [within(start - width), within(start + width)];
  for (let step = 2 * width; descent(low) > 0; step *= 2) {
    if (low === lowest) return low;
    [low, high] = [within(low - step), low];
  }
  for (let step = 2 * width; descent(high) < 0; step *= 2) {
    if (high === highest) return high;
    [low, high] = [high, within(high + step)];
  }
  return rootBetween(descent, low, high);
}

/**
 * The least and the largest λ of which nothing overflows, and of which what numbers on one side of 1 differ by is not
 * lost beside the constant in {@link powerOf}.
 */
export function rangeOf({ u, isMirrored }: Powers): readonly [number, number] {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // Exponents that numbers have together: λ, and 2 − λ of mirrored ones.
  for (const side of [0, 1]) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < u.length; i++) {
      if (isMirrored[i] !== side) continue;
      least = Math.min(least, u[i] as number);
      most = Math.max(most, u[i] as number);
    }
    if (least > most) continue;
    const bound = largestExponent / Math.max(Math.abs(least), Math.abs(most));
    const from = -Math.min(bound, least > 0 ? largestShrinkage / least : bound);
    const to = Math.min(bound, most < 0 ? -largestShrinkage / most : bound);
    low = Math.max(low, side === 1 ? 2 - to : from);
    high = Math.min(high, side === 1 ? 2 - from : to);
  }
  return [low, high];
}

/**
 * The same numbers with the mean of their logarithms for 1, if all are on one side. That moves every power by a constant
 * factor, which no likelihood depends on, and leaves no constant beside which digits are lost.
 */
function centred(powers: Powers): Powers {
  const { u, isMirrored, weights } = powers;
  if (isMirrored.some((side) => side !== isMirrored[0])) return powers;
  let [total, sum] = [0, 0];
  for (let i = 0; i < u.length; i++) {
    total += weights[i] as number;
    sum += (weights[i] as number) * (u[i] as number);
  }
  return { u: u.map((at) => at - sum / total), isMirrored, weights };
}

function everyNth({ u, isMirrored, weights }: Powers): Powers {
  const every = Math.floor(u.length / fewRows);
  const isTaken = (_: number, row: number): boolean => row % every === 0;
  return { u: u.filter(isTaken), isMirrored: isMirrored.filter(isTaken), weights: weights.filter(isTaken) };
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
    const z = exponent * at;
    const power = Math.abs(z) > 0.5 ? (Math.exp(z) - 1) / exponent : powerOf(at, exponent);
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
