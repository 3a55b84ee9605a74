import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { findCategoricalSplit } from './find-split.js';
import { gradientBoosting } from './gradient-boosting.js';

const limits = { minSamplesLeaf: 1, minHessianLeaf: 0, l1: 0, l2: 0, categoryL2: 0 };

/** Bins of unit hessian with the given mean gradients and rows, the last being the missing values. */
function splitOf(bins: readonly (readonly [mean: number, count: number])[], categoryL2: number) {
  const sums = bins.map(([mean, count]) => ({ gradient: mean * count, hessian: count, count }));
  const node = sums.reduce((all, { gradient, hessian, count }) => ({
    gradient: all.gradient + gradient,
    hessian: all.hessian + hessian,
    count: all.count + count,
  }));
  return findCategoricalSplit(0, bins.length - 1, sums, node, { ...limits, categoryL2 }, null);
}

describe('a split by categories', () => {
  test('parts the lowest mean gradients from the highest', () => {
    const split = splitOf(
      [
        [1, 20],
        [-1, 20],
        [1.1, 20],
        [-0.9, 20],
        [0, 0],
      ],
      0,
    );
    expect(split?.categories?.[0]).toBe(0b1010);
    // By hand: 38² ÷ 40 + 42² ÷ 40 − 4² ÷ 80.
    expect(split?.gain).toBeCloseTo(36.1 + 44.1 - 0.2, 12);
  });

  test('takes rare categories together, whatever each of them says', () => {
    const split = splitOf(
      [
        [-1, 40],
        [1, 40],
        [-5, 3],
        [9, 4],
        [0, 0],
      ],
      0,
    );
    // The rare ones have a mean of 3, beside the second category.
    expect(split?.categories?.[0]).toBe(0b0001);
  });

  test('bears a penalty on both sides', () => {
    const bins = [
      [1, 20],
      [-1, 20],
      [0, 0],
    ] as const;
    expect(splitOf(bins, 10)?.gain).toBeCloseTo(400 / 30 + 400 / 30, 12);
    expect(
      splitOf(
        [
          [0.1, 20],
          [0, 20],
          [0, 0],
        ],
        0,
      ),
    ).not.toBeNull();
    expect(
      splitOf(
        [
          [0.1, 20],
          [0.05, 20],
          [0, 0],
        ],
        1000,
      ),
    ).toBeNull();
  });
});

/** A feature of 200 categories without meaning, and one that matters. */
function withNoise(seed: number, rows: number): { x: FeatureMatrix; target: Float64Array } {
  const random = createRandom(seed, 'categories');
  const column = (draw: () => number): Float64Array => Float64Array.from({ length: rows }, draw);
  const columns = [column(() => random.integer(200)), column(() => random.normal())];
  const target = Float64Array.from(
    columns[1] as Float64Array,
    (value) => Math.sin(2 * value) + 2 * random.normal(),
  );
  const features = [
    { name: 'payee', kind: 'categorical' as const, inputs: [] },
    { name: 'amount', kind: 'numeric' as const, inputs: [] },
  ];
  return { x: { rows, features, columns }, target };
}

test('two hundred categories without meaning cost no more on new rows than they cost others', async () => {
  const [seen, fresh] = [withNoise(1, 6000), withNoise(2, 6000)];
  const error = async (x: FeatureMatrix, of: FeatureMatrix): Promise<number> => {
    const predictions = (await gradientBoosting().fit(x, seen.target)).predict(of);
    return fresh.target.reduce((sum, value, row) => sum + (value - (predictions[row] as number)) ** 2, 0);
  };
  const without = (x: FeatureMatrix): FeatureMatrix => ({
    ...x,
    features: x.features.slice(1),
    columns: x.columns.slice(1),
  });
  const ratio = (await error(seen.x, fresh.x)) / (await error(without(seen.x), without(fresh.x)));
  // lightgbm 4.7.0 and scikit-learn 1.9.1 lose 9 to 14 % to such a feature (four seeds of numpy);
  // without these measures 18 % are lost.
  expect(ratio).toBeLessThan(1.13);
});
