import { logGamma } from './log-gamma.js';

/**
 * Limit distribution of the Cramér–von Mises statistic, P(W² ≤ x): the series of Anderson and Darling (1952) in Csörgő
 * and Faraway's form (1996, equation 1.2), to about 1e-12.
 *
 * @param x From 0; below 0.003 it is 0 to all digits.
 */
export function cramerVonMisesLower(x: number): number {
  if (x < 0.003) return 0;
  let sum = 0;
  for (let k = 0; ; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const gammas = Math.exp(logGamma(k + 0.5) - logGamma(k + 1));
    // Both exponential factors at once: e^−q K(q) is e^−2q times what the quadrature gives.
    const term =
      ((gammas * Math.sqrt(y)) / (Math.PI ** 1.5 * Math.sqrt(x))) * Math.exp(-2 * q) * scaledBessel(q);
    sum += term;
    if (term < 1e-17) return Math.min(1, sum);
  }
}

/**
 * e^q K(q) of the modified Bessel function of order ¼: ∫ exp(−q (cosh t − 1)) cosh(t ÷ 4) dt by the trapezoidal rule,
 * whose error for such an integrand falls exponentially with the step.
 */
function scaledBessel(q: number): number {
  const step = 1 / 32;
  let sum = 0.5;
  for (let i = 1; ; i++) {
    const t = i * step;
    const term = Math.exp(-2 * q * Math.sinh(t / 2) ** 2) * Math.cosh(t / 4);
    sum += term;
    if (term < 1e-18 * sum) return sum * step;
  }
}
