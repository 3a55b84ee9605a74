import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { mostLikelyLambda, type Powers, powerOf, rangeOf } from './power-lambda.js';

function yeoJohnson(values: Float64Array): Powers {
  return {
    u: values.map((value) => Math.log1p(Math.abs(value))),
    isMirrored: Uint8Array.from(values, (value) => (value < 0 ? 1 : 0)),
    weights: new Float64Array(values.length).fill(1),
  };
}

/** The log-likelihood as it is written in the paper, without its constant. */
function logLikelihood({ u, isMirrored }: Powers, lambda: number): number {
  const powers = u.map((at, i) => (isMirrored[i] ? -powerOf(at, 2 - lambda) : powerOf(at, lambda)));
  const mean = powers.reduce((sum, value) => sum + value, 0) / powers.length;
  const variance = powers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / powers.length;
  const jacobian = u.reduce((sum, at, i) => sum + (isMirrored[i] ? -at : at), 0);
  return (-powers.length / 2) * Math.log(variance) + (lambda - 1) * jacobian;
}

test.each([
  ['few rows', 300],
  ['many rows, where the search begins with few of them', 25_000],
])('no other exponent is more likely: %s', (_, rows) => {
  const random = createRandom(3, 'power');
  for (const make of [
    () => Math.exp(random.normal()),
    () => -Math.exp(random.normal()),
    () => random.normal() ** 3,
    () => 1000 + random.normal(),
    () => 1e-3 * random.float() ** 2,
  ]) {
    const powers = yeoJohnson(Float64Array.from({ length: rows }, make));
    const lambda = mostLikelyLambda(powers);
    const best = logLikelihood(powers, lambda);
    const [low, high] = rangeOf(powers);
    for (const other of [lambda - 1e-2, lambda + 1e-2, lambda - 0.5, lambda + 0.5, -2, 0, 1, 2]) {
      if (other < low || other > high) continue;
      expect(logLikelihood(powers, other)).toBeLessThanOrEqual(best + 1e-7 * rows);
    }
  }
});

test('a sorted column, of which every nth is like the whole, and one that starts otherwise, give the same exponent', () => {
  const random = createRandom(4, 'power');
  const values = Float64Array.from({ length: 20_000 }, () => Math.exp(random.normal()));
  const shuffled = mostLikelyLambda(yeoJohnson(values));
  expect(mostLikelyLambda(yeoJohnson(values.toSorted()))).toBeCloseTo(shuffled, 12);
  // Every 20th, which is where the search begins, is another distribution.
  const periodic = values.toSorted();
  const far = Float64Array.from(periodic, (value, row) => (row % 20 === 0 ? -50 * value : value));
  const reordered = far.toSorted();
  expect(mostLikelyLambda(yeoJohnson(far))).toBeCloseTo(mostLikelyLambda(yeoJohnson(reordered)), 12);
});
