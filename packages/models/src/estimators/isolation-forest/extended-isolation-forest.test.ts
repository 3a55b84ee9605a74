import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { extendedIsolationForest, restoreExtendedIsolationForest } from './extended-isolation-forest.js';
import { isolationForest } from './isolation-forest.js';

/** Rows along a wave, with noise beside it and in a third feature. */
function wave() {
  const fraction = (step: number): number[] => Array.from({ length: 500 }, (_, i) => ((i + 1) * step) % 1);
  const [u, v, w] = [0.8191725133961645, 0.6710436067037893, 0.5497004779019703].map(fraction) as [
    number[],
    number[],
    number[],
  ];
  const x = u.map((value) => 10 * value - 5);
  return matrixOf([
    x,
    x.map((value, i) => 3 * Math.sin(value) + (v[i] as number)),
    w.map((value) => 2 * value - 1),
  ]);
}

const queries = [
  [0, 0, 0],
  [0, 3, 0],
  [-4.7, 0.5, 0],
  [1.5, -3, 0],
  [8, 0, 0],
  [0, -8, 0],
  [4, -4, 3],
  [-1.5, -2.5, 0.5],
];

// Mean of two forests of 20,000 trees by the authors' package eif 2.0.2 (seeds 100000 and 200000) on the same rows, with
// its path length of two rows set to 1, as in the papers: it has 0.154. Forests of 20,000 trees differ by 0.002.
describe.each([
  [0, [0.4833, 0.4931, 0.5435, 0.566, 0.5628, 0.5583, 0.6291, 0.505]],
  [1, [0.4722, 0.5037, 0.5629, 0.5732, 0.6035, 0.5972, 0.618, 0.4873]],
  [2, [0.4688, 0.51, 0.5749, 0.5759, 0.6303, 0.6172, 0.6098, 0.477]],
] as const)('extension level %d', (extensionLevel, expected) => {
  test("scores are those of the authors' program", async () => {
    const fitted = await extendedIsolationForest({ extensionLevel, trees: 1_200 }).fit(wave(), { seed: 1 });
    queries.forEach((row, i) => {
      expect(Math.abs(fitted.scoreRow(row) - (expected[i] as number))).toBeLessThan(0.01);
    });
  });

  test('a plane weighs as many features as the level says, and one more', async () => {
    const { trees } = await extendedIsolationForest({ extensionLevel, trees: 5 }).fit(wave());
    trees.left.forEach((child, node) => {
      const terms = (trees.firstTerm[node + 1] as number) - (trees.firstTerm[node] as number);
      expect(terms).toBe(child < 0 ? 0 : extensionLevel + 1);
    });
  });
});

test('two rows end where reckoned by hand', () => {
  const fitted = restoreExtendedIsolationForest({
    kind: 'titans/extended-isolation-forest',
    version: 1,
    data: { featureNames: ['f0', 'f1'], subsampleSize: 3, threshold: null },
    arrays: {
      roots: Int32Array.of(0),
      left: Int32Array.of(1, -1, 3, -1, -1),
      missingLeft: Uint8Array.of(0, 0, 1, 0, 0),
      // 2 f0 - f1 up to 1 goes to a leaf of depth 1; -f0 up to -3 to one of depth 2, else to another with c(2) = 1 more.
      offset: Float64Array.of(1, 1, -3, 2, 3),
      firstTerm: Int32Array.of(0, 2, 2, 3, 3, 3),
      feature: Int32Array.of(0, 1, 0),
      coefficient: Float64Array.of(2, -1, -1),
      cover: Float64Array.of(3, 1, 2, 1, 1),
    },
  });
  // sklearn.ensemble._iforest._average_path_length([3])
  const unit = 1.207392357589623;
  expect(fitted.scoreRow([1, 1])).toBeCloseTo(2 ** (-1 / unit), 12);
  expect(fitted.scoreRow([4, 1])).toBeCloseTo(2 ** (-2 / unit), 12);
  expect(fitted.scoreRow([2, 1])).toBeCloseTo(2 ** (-3 / unit), 12);
  // What is missing goes right at the root and left after it.
  expect(fitted.scoreRow([Number.NaN, 1])).toBeCloseTo(2 ** (-2 / unit), 12);
  expect(
    fitted.score(
      matrixOf([
        [1, 4],
        [1, 1],
      ]),
    )[1],
  ).toBe(fitted.scoreRow([4, 1]));
});

test('at level 0 scores are those of the ordinary forest, tree noise apart', async () => {
  const x = wave();
  const extended = (await extendedIsolationForest({ extensionLevel: 0, trees: 600 }).fit(x)).score(x);
  const ordinary = (await isolationForest({ trees: 600 }).fit(x)).score(x);
  const difference = extended.map((score, row) => score - (ordinary[row] as number));
  expect(Math.max(...difference.map(Math.abs))).toBeLessThan(0.02);
  expect(Math.abs(difference.reduce((sum, value) => sum + value, 0) / x.rows)).toBeLessThan(0.003);
});

test('turning all rows leaves the scores of the full level as they are, but not those of level 0', async () => {
  const random = createRandom(3, 'stripe');
  const along = Float64Array.from({ length: 400 }, () => random.normal() * 5);
  const across = along.map(() => random.normal() * 0.5);
  const turned = (angle: number, a: ArrayLike<number>, b: ArrayLike<number>) =>
    matrixOf([
      Array.from(a, (value, i) => value * Math.cos(angle) - (b[i] as number) * Math.sin(angle)),
      Array.from(a, (value, i) => value * Math.sin(angle) + (b[i] as number) * Math.cos(angle)),
    ]);
  // A row beside the stripe, of which each coordinate is ordinary once the stripe is turned by 45 degrees.
  const scoreBeside = async (angle: number, extensionLevel: number): Promise<number> => {
    const fitted = await extendedIsolationForest({ extensionLevel, trees: 300 }).fit(
      turned(angle, along, across),
    );
    return fitted.score(turned(angle, [0], [5]))[0] as number;
  };
  const [level, turnedBy] = [1, Math.PI / 4];
  const change = async (at: number): Promise<number> =>
    Math.abs((await scoreBeside(0, at)) - (await scoreBeside(turnedBy, at)));
  const [full, none] = [await change(level), await change(0)];
  expect(full).toBeLessThan(0.03);
  expect(none).toBeGreaterThan(2 * full);
});

test('contamination, one row at a time and artifacts as in the ordinary forest', async () => {
  const x = normalMatrix(200, 3, 5);
  const fitted = await extendedIsolationForest({ trees: 20, contamination: 0.1 }).fit(x);
  expect(fitted.isOutlier(x).reduce((sum, is) => sum + is, 0)).toBe(20);
  const restored = restoreExtendedIsolationForest(fitted.toArtifact());
  expect(restored.score(x)).toEqual(fitted.score(x));
  expect(restored.threshold).toBe(fitted.threshold);
  fitted.score(x).forEach((score, row) => {
    expect(fitted.scoreRow(x.columns.map((column) => column[row] as number))).toBe(score);
  });
});

test('levels that the matrix has too few features for are refused', async () => {
  await expect(extendedIsolationForest({ extensionLevel: 3 }).fit(wave())).rejects.toThrow(
    'extensionLevel must be a whole number from 0 to 2',
  );
  expect(() => extendedIsolationForest({ extensionLevel: -1 })).toThrow('extensionLevel');
});

test.each([
  ['feature', Int32Array.of(9)],
  ['left', Int32Array.of(0, -1, -1)],
  ['firstTerm', Int32Array.of(0, 1, 1)],
  ['roots', Int32Array.of(7)],
  ['roots', new Int32Array(0)],
])('an artifact with another %s is refused', async (name, array) => {
  const content = (await extendedIsolationForest({ trees: 1 }).fit(matrixOf([[1, 2]]))).toArtifact();
  const damaged = { ...content, arrays: { ...content.arrays, [name]: array } };
  expect(() => restoreExtendedIsolationForest(damaged)).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
  );
});
