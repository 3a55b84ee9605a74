import { positiveUpTo } from './checked-parameters.js';

/** 1 − Euler's constant. */
const oneMinusEuler = 0.42278433509846713;

/** ζ(k) − 1 for k = 2, 3, …: coefficients of the Taylor series of ln Γ at 2 (Abramowitz and Stegun 6.1.33). */
const zetaMinusOne: readonly number[] = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853,
  0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5,
  3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7,
  5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8, 7.45071178983543e-9,
];

/** B₂ₖ ÷ (2k (2k − 1)) for k = 1, 2, …: coefficients of Stirling's series (Abramowitz and Stegun 6.1.40). */
const stirling: readonly number[] = [
  0.08333333333333333, -0.002777777777777778, 0.0007936507936507937, -0.0005952380952380953,
  0.0008417508417508417, -0.0019175269175269176, 0.00641025641025641, -0.029550653594771242,
];

const logRootTwoPi = 0.9189385332046728;

/** From here Stirling's series is exact to the last digits. */
const stirlingFrom = 15;

/**
 * Natural logarithm of the gamma function, to about 1e-15 relative, also beside its zeros 1 and 2.
 *
 * @param x Above 0, at most 1e300.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function logGamma(x: number): number {
  positiveUpTo('x', x, 1e300);
  if (x < 0.5) return logGammaNextTo(x) - Math.log(x);
  if (x <= 1.5) return logGammaNextTo(x - 1);
  if (x <= 2.5) return aroundTwo(x - 2);
  if (x >= stirlingFrom) return (x - 0.5) * Math.log(x) - x + logRootTwoPi + stirlingSeries(x);
  let [product, rest] = [1, x];
  while (rest > 2.5) {
    rest -= 1;
    product *= rest;
  }
  return Math.log(product) + aroundTwo(rest - 2);
}

/**
 * What Stirling's formula for ln Γ(x + 1) lacks: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π (Loader 2000). The densities
 * of the gamma, beta and binomial distributions are exact by it where powers and factorials would cancel.
 */
export function stirlingError(x: number): number {
  if (x >= stirlingFrom) return stirlingSeries(x);
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - logRootTwoPi;
}

/** ln Γ(1 + x) for −0.5 ≤ x ≤ 0.5. */
export function logGammaNextTo(x: number): number {
  return aroundTwo(x) - Math.log1p(x);
}

/** ln Γ(2 + x) for −0.5 ≤ x ≤ 0.5: Σ (−1)ᵏ (ζ(k) − 1) xᵏ ÷ k and a linear term. */
function aroundTwo(x: number): number {
  let sum = 0;
  for (let i = zetaMinusOne.length - 1; i >= 0; i--) sum = (zetaMinusOne[i] as number) / (i + 2) - x * sum;
  return x * (oneMinusEuler + x * sum);
}

function stirlingSeries(x: number): number {
  const inverseSquare = 1 / x / x;
  let sum = 0;
  for (let i = stirling.length - 1; i >= 0; i--) sum = (stirling[i] as number) + sum * inverseSquare;
  return sum / x;
}
