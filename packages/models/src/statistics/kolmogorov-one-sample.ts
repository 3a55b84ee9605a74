import { kolmogorov } from './distributions.js';
import { durbinMatrix } from './durbin-matrix.js';
import { logGamma } from './log-gamma.js';
import { smirnovUpper } from './smirnov.js';

/**
 * Probability that the empirical distribution of `n` continuous values is somewhere `distance` or more away from the
 * true one: the choice of methods of Simard and L'Ecuyer (2011), as in scipy's `kstwo.sf`. Exact to n = 140 and in the
 * tail, and by Pelz and Good's expansion (1976) between.
 *
 * @param n Whole, from 1.
 */
export function kolmogorovOneSampleUpper(n: number, distance: number): number {
  const scaled = n * distance;
  if (distance >= 1) return 0;
  if (scaled <= 0.5) return 1;
  // Ruben and Gambino (1982): both ends are closed forms.
  if (scaled <= 1) return 1 - Math.exp(logGamma(n + 1) - n * Math.log(n) + n * Math.log(2 * scaled - 1));
  if (scaled >= n - 1) return Math.min(1, 2 * (1 - distance) ** n);
  const square = scaled * distance;
  // Beyond these the two sides are never passed at once, or too rarely to be seen.
  if (distance >= 0.5 || square >= (n <= 140 ? 4 : 2.2)) {
    return square >= 370 ? 0 : Math.min(1, 2 * smirnovUpper(n, distance));
  }
  if (n <= 140 || (n <= 100_000 && n * distance ** 1.5 <= 1.4)) {
    return Math.max(0, 1 - durbinMatrix(n, distance));
  }
  return Math.min(1, Math.max(0, 1 - pelzGood(n, distance)));
}

/** Pelz and Good's expansion of P(Dₙ < x) in powers of 1/√n, in the form that converges at once for small x. */
function pelzGood(n: number, distance: number): number {
  const z = Math.sqrt(n) * distance;
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6];
  const [p2, p4, p6] = [Math.PI ** 2, Math.PI ** 4, Math.PI ** 6];
  const terms = Math.ceil((16 * z) / Math.PI);
  const sums = [0, 0, 0];
  for (let k = terms; k >= 1; k--) {
    const m2 = (2 * k - 1) ** 2;
    const power = Math.exp((-m2 * p2) / (8 * z2));
    add(sums, 0, power * (-z2 + (p2 / 4) * m2));
    add(
      sums,
      1,
      power * (6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * p2) / 4) * m2 + ((p4 * (1 - 2 * z2)) / 16) * m2 * m2),
    );
    add(
      sums,
      2,
      power *
        (-30 * z6 -
          90 * z ** 8 +
          ((p2 * (135 * z4 - 96 * z6)) / 4) * m2 +
          ((p4 * (-60 * z2 + 212 * z4)) / 16) * m2 ** 2 +
          ((p6 * (5 - 30 * z2)) / 64) * m2 ** 3),
    );
  }
  let [second, third] = [0, 0];
  for (let k = terms; k >= 1; k--) {
    const power = Math.exp((-p2 * k * k) / (2 * z2));
    second += k * k * power;
    third += (3 * z2 - p2 * k * k) * k * k * power;
  }
  const root = Math.sqrt(2 * Math.PI);
  const [s1 = 0, s2 = 0, s3 = 0] = sums;
  return (
    kolmogorov(z).lower +
    (root * s1) / (6 * z4) / Math.sqrt(n) +
    ((root * s2) / (72 * z ** 7) - (p2 * root * second) / (36 * z ** 3)) / n +
    ((root * s3) / (6480 * z ** 10) + (p2 * root * third) / (216 * z6)) / n ** 1.5
  );
}

function add(sums: number[], index: number, value: number): void {
  sums[index] = (sums[index] as number) + value;
}
