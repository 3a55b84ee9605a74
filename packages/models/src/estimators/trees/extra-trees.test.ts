import { describe, expect, test } from 'vitest';
import { friedman } from '../testing/friedman.js';
import { matrixOf } from '../testing/matrices.js';
import { extraTrees, restoreExtraTrees } from './extra-trees.js';
import { extraTreesClassifier, restoreExtraTreesClassifier } from './extra-trees-classifier.js';

const train = friedman(0, 3000);
const unseen = friedman(3000, 3000);
const classes = ['low', 'middle', 'high'];

// ExtraTreesRegressor(50) and ExtraTreesClassifier(100), mean of random_state 0, 1 and 2.
describe('on Friedman’s problem, as good as scikit-learn 1.9.1 on the same rows', () => {
  test('R²', async () => {
    const fitted = await extraTrees({ trees: 50 }).fit(train.x, train.target, { seed: 1 });
    const predicted = fitted.predict(unseen.x);
    const { target } = unseen;
    const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
    const error = target.reduce((sum, value, row) => sum + (value - (predicted[row] as number)) ** 2, 0);
    const variation = target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(Math.abs(1 - error / variation - 0.8875)).toBeLessThan(0.005);
  });

  test('accuracy', async () => {
    const fitted = await extraTreesClassifier().fit(train.x, train.labels, classes, { seed: 1 });
    const probabilities = fitted.predictProbabilities(unseen.x);
    const right = unseen.labels.filter((label, row) => {
      const shares = probabilities.subarray(row * 3, row * 3 + 3);
      return shares.indexOf(Math.max(...shares)) === label;
    }).length;
    expect(Math.abs(right / unseen.x.rows - 0.7857)).toBeLessThan(0.01);
  });
});

test('every tree repeats what it was taught, missing values and categories included', async () => {
  const numbers = matrixOf([
    [1, 2, Number.NaN, 4, 5, Number.NaN, 7, 8],
    [0, 1, 2, 3, 0, 1, 2, 3],
  ]);
  const x = {
    ...numbers,
    features: numbers.features.map((feature, i) =>
      i === 1 ? { ...feature, kind: 'categorical' as const } : feature,
    ),
  };
  const target = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
  const fitted = await extraTrees({ trees: 7 }).fit(x, target, { seed: 3 });
  expect([...fitted.predict(x)]).toEqual([...target].map((value) => expect.closeTo(value, 12)));
});

test('thresholds are drawn between the ends of the values', async () => {
  const x = matrixOf([[0, 1, 0, 1, 1, 0]]);
  const { ensemble } = await extraTrees({ trees: 400 }).fit(x, Float64Array.of(0, 1, 0, 1, 1, 0));
  const drawn = ensemble.threshold.filter((_, node) => (ensemble.feature[node] as number) >= 0);
  expect(drawn).toHaveLength(400);
  expect(drawn.every((threshold) => threshold >= 0 && threshold < 1)).toBe(true);
  const mean = drawn.reduce((sum, threshold) => sum + threshold, 0) / 400;
  // Five standard errors of the mean of 400 even draws.
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 400));
});

test('artifacts restore the same forests', async () => {
  const small = friedman(0, 200);
  const forest = await extraTrees({ trees: 5 }).fit(small.x, small.target);
  expect(restoreExtraTrees(forest.toArtifact()).predict(unseen.x)).toEqual(forest.predict(unseen.x));
  const classifier = await extraTreesClassifier({ trees: 5 }).fit(small.x, small.labels, classes);
  const restored = restoreExtraTreesClassifier(classifier.toArtifact());
  expect(restored.predictProbabilities(unseen.x)).toEqual(classifier.predictProbabilities(unseen.x));
});
