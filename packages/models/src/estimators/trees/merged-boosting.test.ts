import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { type FittedGradientBoosting, gradientBoosting } from './gradient-boosting.js';
import { mergedBoosting } from './merged-boosting.js';

const categories = ['a', 'b', 'c', 'd', 'e'];

/** A number, a category and a number with holes. */
function drawn(rows: number, seed: number): { readonly x: FeatureMatrix; readonly target: Float64Array } {
  const random = createRandom(seed, 'merged');
  const columns = [
    Float64Array.from({ length: rows }, () => 10 * random.float()),
    Float64Array.from({ length: rows }, () => (random.float() < 0.2 ? Number.NaN : random.integer(5))),
    Float64Array.from({ length: rows }, () => (random.float() < 0.3 ? Number.NaN : random.float())),
  ] as const;
  const [first, second, third] = columns;
  return {
    x: {
      rows,
      features: [
        { name: 'first', kind: 'numeric', inputs: [] },
        { name: 'second', kind: 'categorical', inputs: [], categories },
        { name: 'third', kind: 'numeric', inputs: [] },
      ],
      columns,
    },
    target: first.map((value, row) => {
      return (
        value * ((second[row] || 1) % 3) +
        (Number.isNaN(third[row]) ? 4 : (third[row] as number)) +
        random.float()
      );
    }),
  };
}

async function fitted(rounds: number, quantile: number): Promise<FittedGradientBoosting> {
  const { x, target } = drawn(600, 1);
  return gradientBoosting({ objective: 'quantile', quantile, rounds, maxLeaves: 16 }).fit(x, target);
}

test.each([1, 2, 7, 64, 255])(
  '%i rows are told the same bits as by one model after the other',
  async (rows) => {
    // Rounds that are no multiple of the four trees that are walked side by side.
    const models = [await fitted(5, 0.1), await fitted(13, 0.5), await fitted(2, 0.9)];
    const { x } = drawn(rows, 2);
    const merged = mergedBoosting(models)?.(x);
    const apart = models.map((model) => model.predict(x));
    for (let row = 0; row < rows; row++) {
      for (let at = 0; at < models.length; at++) expect(merged?.[row * 3 + at]).toBe(apart[at]?.[row]);
    }
  },
);

test('models of other features, or that predict no sum of leaves, are not merged', async () => {
  const { x, target } = drawn(200, 3);
  const whole = await gradientBoosting({ rounds: 3 }).fit(x, target);
  const part = await gradientBoosting({ rounds: 3 }).fit(
    { ...x, features: x.features.slice(0, 2), columns: x.columns.slice(0, 2) },
    target,
  );
  const counts = await gradientBoosting({ objective: 'poisson', rounds: 3 }).fit(x, target.map(Math.abs));
  expect(mergedBoosting([whole, part])).toBeNull();
  expect(mergedBoosting([whole, counts])).toBeNull();
  expect(mergedBoosting([])).toBeNull();
  expect(mergedBoosting([whole])?.(x)).toEqual(whole.predict(x));
});
