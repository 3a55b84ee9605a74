import { type ArtifactContent, createRandom, decodeArtifact, encodeArtifact } from '@titans/core';
import { RandomForestClassifier } from 'ml-random-forest';
import { describe, expect, test } from 'vitest';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { addLeafValues } from '../trees/tree-ensemble.js';
import { mlRandomForest, restoreMlRandomForest } from './ml-random-forest.js';
import { mlRandomForestClassifier, restoreMlRandomForestClassifier } from './ml-random-forest-classifier.js';

const index = Array.from({ length: 60 }, (_, i) => i);
const a = index.map((i) => ((i * 37) % 61) / 10);
const b = index.map((i) => ((i * 23) % 67) / 7);
const target = Float64Array.from(index, (i) => {
  const value = 2 * (a[i] as number) - 0.3 * (b[i] as number) ** 2 + ((i * 17) % 13) / 4;
  return Math.round(value * 1e6) / 1e6;
});
const labels = Int32Array.from(target, (value) => (value < -8 ? 0 : value < 4 ? 2 : 3));
const classes = ['low', 'never', 'middle', 'high'];
const x = matrixOf([a, b]);
const query = matrixOf([
  [0.05, 1.23, 3.3, 5.99, 4.4, 2.71],
  [0.1, 7.7, 2.2, 9.3, 5.5, 3.14],
]);
const oneTree = { trees: 1, bootstrap: false, maxDepth: 4 } as const;

describe('one tree of all rows and features is the one of scikit-learn', () => {
  // scikit-learn 1.9.1, DecisionTreeRegressor(max_depth=4)
  test('for a number', async () => {
    const fitted = await mlRandomForest({ ...oneTree, minSamplesSplit: 2 }).fit(x, target, { seed: 5 });
    const expected = [
      1.78698975, -8.859693833333333, 8.499854285714287, -10.190816, 0.9107143333333333, 4.678571333333333,
    ];
    fitted.predict(query).forEach((value, row) => {
      expect(value).toBeCloseTo(expected[row] as number, 9);
    });
    expect(fitted.ensemble.feature).toHaveLength(31);
  });

  // scikit-learn 1.9.1, DecisionTreeClassifier(max_depth=4, min_samples_split=4)
  test('for classes', async () => {
    const fitted = await mlRandomForestClassifier(oneTree).fit(x, labels, classes, { seed: 5 });
    const middle = [0, 0, 1, 0];
    const low = [1, 0, 0, 0];
    const high = [0, 0, 0, 1];
    expect([...fitted.predictProbabilities(query)]).toEqual([middle, low, high, low, middle, high].flat());
  });
});

test('the package predicts as its trees do laid out flat', async () => {
  const rows = normalMatrix(1500, 3, 2);
  const noisy = Float64Array.from(rows.columns[0] as Float64Array, (value) => value ** 2);
  const fitted = await mlRandomForest({ trees: 7, maxSamples: 200, featureFraction: 0.7 }).fit(rows, noisy);
  const sums = new Float64Array(1500);
  addLeafValues(fitted.ensemble, rows.columns, 1500, 1, sums);
  expect(fitted.predict(rows)).toEqual(sums.map((sum) => sum / 7));
});

test('probabilities are shares of votes, where the package itself gives 0.95 for 20 of 20', async () => {
  const rows = [[0], [0.1], [0.2], [0.3], [5], [5.1], [5.2], [5.3]];
  const library = new RandomForestClassifier({ nEstimators: 20, seed: 3 });
  library.train(rows, [0, 0, 0, 0, 1, 1, 1, 1]);
  expect(library.predict([[5]])).toEqual([1]);
  expect(library.predictProbability([[5]], 1)[0]).toBeCloseTo(0.95, 5);

  const matrix = matrixOf([rows.flat()]);
  const fitted = await mlRandomForestClassifier({ trees: 20 }).fit(
    matrix,
    Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
    ['no', 'yes'],
    { seed: 1 },
  );
  expect([...fitted.predictProbabilities(matrixOf([[5.3]]))]).toEqual([0, 1]);
});

test('votes of every row sum to 1 and go to classes that had a row', async () => {
  const fitted = await mlRandomForestClassifier({ trees: 8 }).fit(x, labels, classes);
  const probabilities = fitted.predictProbabilities(x);
  for (let row = 0; row < x.rows; row++) {
    const shares = probabilities.subarray(row * 4, row * 4 + 4);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
    expect(shares[1]).toBe(0);
    expect(shares.every((share) => Number.isInteger(share * 8))).toBe(true);
  }
});

test('one seed gives one forest, another seed another', async () => {
  const fit = async (seed: number): Promise<ArtifactContent> =>
    (await mlRandomForest({ trees: 5 }).fit(x, target, { seed })).toArtifact();
  const first = await fit(1);
  expect(await fit(1)).toEqual(first);
  expect(await fit(2)).not.toEqual(first);
});

test('maxSamples draws from all rows, not the first', async () => {
  const count = 3000;
  const rising = Float64Array.from({ length: count }, (_, i) => i);
  const fitted = await mlRandomForest({ trees: 5, maxSamples: 50 }).fit(matrixOf([rising]), rising);
  const [first, last] = fitted.predict(matrixOf([[0, count]]));
  expect(first).toBeLessThan(500);
  expect(last).toBeGreaterThan(2500);
});

test('learns of an own sine what a forest can', async () => {
  const random = createRandom(4, 'sine');
  const column = Float64Array.from({ length: 300 }, () => 6 * random.float());
  const sine = column.map((value) => Math.sin(value));
  const fitted = await mlRandomForest({ trees: 10 }).fit(matrixOf([column]), sine);
  const grid = Float64Array.from({ length: 50 }, (_, i) => 0.1 + (i * 5.8) / 50);
  fitted.predict(matrixOf([grid])).forEach((value, i) => {
    expect(Math.abs(value - Math.sin(grid[i] as number))).toBeLessThan(0.15);
  });
});

test('a first split without error is not made by the package, as documented', async () => {
  const fitted = await mlRandomForest({ ...oneTree, minSamplesSplit: 2 }).fit(
    matrixOf([[1, 2, 3, 4]]),
    Float64Array.of(0, 0, 8, 8),
  );
  expect([...fitted.predict(matrixOf([[1, 4]]))]).toEqual([4, 4]);
});

test('the bytes of an artifact restore the same model', async () => {
  const regressor = await mlRandomForest({ trees: 5 }).fit(x, target);
  const bytes = await encodeArtifact(regressor.toArtifact());
  const restored = restoreMlRandomForest(await decodeArtifact(bytes, { kind: 'titans/ml-random-forest' }));
  expect(restored.predict(query)).toEqual(regressor.predict(query));

  const classifier = await mlRandomForestClassifier({ trees: 5 }).fit(x, labels, classes);
  const content = await decodeArtifact(await encodeArtifact(classifier.toArtifact()), {
    kind: 'titans/ml-random-forest-classifier',
  });
  const again = restoreMlRandomForestClassifier(content);
  expect(again.predictProbabilities(query)).toEqual(classifier.predictProbabilities(query));
  expect(again.classes).toEqual(classes);
});

test.each([1e-300, 1e306])('a target of the size %d is learned as one of size 1', async (size) => {
  const fit = mlRandomForest({ trees: 3 }).fit;
  const ordinary = (await fit(x, target)).predict(query);
  (
    await fit(
      x,
      target.map((value) => value * size),
    )
  )
    .predict(query)
    .forEach((value, row) => {
      expect(value / size).toBeCloseTo(ordinary[row] as number, 9);
    });
});

test('the mean of the largest numbers is one of them', async () => {
  const largest = target.map(() => Number.MAX_VALUE);
  const fitted = await mlRandomForest({ trees: 3 }).fit(x, largest);
  expect(fitted.predict(query)).toEqual(new Float64Array(6).fill(Number.MAX_VALUE));
});

test('very deep trees are grown, kept and restored', async () => {
  const count = 1000;
  const column = Float64Array.from({ length: count }, (_, i) => i);
  const powers = column.map((i) => 2 ** (i - 500));
  const fitted = await mlRandomForest({ trees: 1, bootstrap: false, minSamplesSplit: 2 }).fit(
    matrixOf([column]),
    powers,
  );
  const restored = restoreMlRandomForest(fitted.toArtifact());
  expect(restored.predict(matrixOf([[999, 998, 997]]))).toEqual(
    Float64Array.of(2 ** 499, 2 ** 498, 2 ** 497),
  );
});

describe('refused', () => {
  const many = normalMatrix(2001, 1, 1);
  const fit = mlRandomForest({ trees: 2 }).fit;
  test.each([
    ['more than 2,000 rows', 'LIMIT_EXCEEDED', () => fit(many, many.columns[0] as Float64Array)],
    ['a missing value', 'DATA_NOT_FINITE', () => fit(matrixOf([[1, Number.NaN]]), Float64Array.of(1, 2))],
    ['weights', 'INVALID_ARGUMENT', () => fit(x, target, { weights: target.map(() => 1) })],
    ['a label without class', 'INVALID_ARGUMENT', () => mlRandomForestClassifier().fit(x, labels, ['one'])],
  ])('%s', async (_, code, attempt) => {
    await expect(attempt()).rejects.toThrow(expect.objectContaining({ code }));
  });

  test.each([{ trees: 0 }, { maxSamples: 2001 }, { featureFraction: 0 }, { nEstimators: 3 }])(
    'parameters %j',
    (parameters) => {
      const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
      expect(() => mlRandomForest(parameters)).toThrow(refused);
      expect(() => mlRandomForestClassifier(parameters)).toThrow(refused);
    },
  );

  test('a fit that is cancelled between two trees', async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: { readonly done: number }): void => {
      if (done === 2) controller.abort();
    };
    await expect(mlRandomForest().fit(x, target, { signal: controller.signal, onProgress })).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    );
  });

  test('an artifact whose branches are shared, which the package would copy without end', async () => {
    const content = (await mlRandomForest({ trees: 1 }).fit(x, target)).toArtifact();
    const left = (content.arrays.left as Int32Array).slice();
    const feature = content.arrays.feature as Int32Array;
    const [first, second] = Array.from(feature.keys()).filter((node) => (feature[node] as number) >= 0);
    left[first as number] = left[second as number] as number;
    expect(() => restoreMlRandomForest({ ...content, arrays: { ...content.arrays, left } })).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
    );
  });
});
