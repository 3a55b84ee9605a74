import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { matrixOf } from './matrices.js';

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/** The fractional part of (i + 1) · √prime: numbers that look random and that Python computes alike. */
const uniform = (i: number, prime: number): number => ((i + 1) * Math.sqrt(prime)) % 1;

/**
 * Friedman's first regression problem (1991): ten features in 0..1, of which five matter, and normal noise. The label
 * is the third of the target's range of values that a row falls into.
 */
export function friedman(
  from: number,
  rows: number,
): { x: FeatureMatrix; target: Float64Array; labels: Int32Array } {
  const index = Array.from({ length: rows }, (_, row) => from + row);
  const columns = primes.slice(0, 10).map((prime) => index.map((i) => uniform(i, prime)));
  const target = Float64Array.from(index, (i) => {
    const [a, b, c, d, e, , , , , , f, g] = primes.map((prime) => uniform(i, prime)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const noise = Math.sqrt(-2 * Math.log(1 - f)) * Math.cos(2 * Math.PI * g);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + noise;
  });
  return {
    x: matrixOf(columns),
    target,
    labels: Int32Array.from(target, (y) => (y < 12.2 ? 0 : y < 16.5 ? 1 : 2)),
  };
}
