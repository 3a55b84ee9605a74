import { describe, expect, test } from 'vitest';
import { friedman } from '../testing/friedman.js';
import { matrixOf } from '../testing/matrices.js';
import { gradientBoosting } from './gradient-boosting.js';
import { gradientBoostingClassifier } from './gradient-boosting-classifier.js';
import { randomForest, restoreRandomForest } from './random-forest.js';
import { randomForestClassifier, restoreRandomForestClassifier } from './random-forest-classifier.js';

const train = friedman(0, 3000);
const unseen = friedman(3000, 3000);
const classes = ['low', 'middle', 'high'];

// HistGradientBoosting…(early_stopping=False), and RandomForest… as the mean of random_state 0, 1 and 2.
describe('on Friedman’s problem, as good as scikit-learn 1.9.1 on the same rows', () => {
  test('boosting, R²', async () => {
    const fitted = await gradientBoosting().fit(train.x, train.target);
    expect(Math.abs(rSquared(fitted.predict(unseen.x)) - 0.9372)).toBeLessThan(0.003);
  });

  test('boosting, accuracy', async () => {
    const fitted = await gradientBoostingClassifier().fit(train.x, train.labels, classes);
    expect(Math.abs(accuracy(fitted.predictProbabilities(unseen.x)) - 0.8193)).toBeLessThan(0.01);
  });

  test('forest, R²', async () => {
    const fitted = await randomForest({ trees: 50 }).fit(train.x, train.target, { seed: 1 });
    expect(Math.abs(rSquared(fitted.predict(unseen.x)) - 0.8835)).toBeLessThan(0.005);
  });

  test('forest, accuracy', async () => {
    const fitted = await randomForestClassifier().fit(train.x, train.labels, classes, { seed: 1 });
    expect(Math.abs(accuracy(fitted.predictProbabilities(unseen.x)) - 0.7868)).toBeLessThan(0.01);
  });
});

test('the features that matter are the important ones', async () => {
  const { importances } = await randomForest({ trees: 10 }).fit(train.x, train.target);
  const order = [...importances.keys()].sort(
    (a, b) => (importances[b] as number) - (importances[a] as number),
  );
  expect(order.slice(0, 5).sort()).toEqual([0, 1, 2, 3, 4]);
  expect(importances.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('without bootstrap a full tree repeats what it was taught, missing values and categories included', async () => {
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
  const options = { trees: 1, bootstrap: false, featureFraction: 1 };
  const forest = await randomForest(options).fit(x, target);
  expect([...forest.predict(x)]).toEqual([...target].map((value) => expect.closeTo(value, 12)));
  const labels = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1);
  const classifier = await randomForestClassifier(options).fit(x, labels, classes);
  const probabilities = classifier.predictProbabilities(x);
  labels.forEach((label, row) => {
    expect(probabilities[row * 3 + label]).toBe(1);
  });
});

test('more rows than are sorted go through bins, to the same answer', async () => {
  // Few distinct values: bins lose nothing, so the one split is the exact one.
  const x = matrixOf([Array.from({ length: 2000 }, (_, row) => row % 4)]);
  const target = Float64Array.from({ length: 2000 }, (_, row) => (row % 4 < 2 ? 10 : 20));
  const forest = await randomForest({ trees: 3 }).fit(x, target);
  expect([...forest.predict(matrixOf([[0, 1, 2, 3]]))]).toEqual(
    [10, 10, 20, 20].map((v) => expect.closeTo(v, 9)),
  );
  expect(forest.ensemble.feature.filter((feature) => feature >= 0)).toHaveLength(3);
});

test('one seed gives one forest, another seed another', async () => {
  const small = friedman(0, 200);
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map((seed) => randomForest({ trees: 5 }).fit(small.x, small.target, { seed })),
  );
  expect(a?.toArtifact()).toEqual(b?.toArtifact());
  expect(a?.toArtifact()).not.toEqual(c?.toArtifact());
});

test('artifacts restore the same forests', async () => {
  const small = friedman(0, 200);
  const forest = await randomForest({ trees: 5 }).fit(small.x, small.target);
  expect(restoreRandomForest(forest.toArtifact()).predict(unseen.x)).toEqual(forest.predict(unseen.x));
  const classifier = await randomForestClassifier({ trees: 5 }).fit(small.x, small.labels, classes);
  const restored = restoreRandomForestClassifier(classifier.toArtifact());
  expect(restored.predictProbabilities(unseen.x)).toEqual(classifier.predictProbabilities(unseen.x));
});

function rSquared(predicted: Float64Array): number {
  const { target } = unseen;
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const squared = (values: Float64Array): number =>
    values.reduce((sum, v, i) => sum + (v - (target[i] as number)) ** 2, 0);
  return 1 - squared(predicted) / squared(target.map(() => mean));
}

function accuracy(probabilities: Float64Array): number {
  let right = 0;
  unseen.labels.forEach((label, row) => {
    const shares = probabilities.subarray(row * 3, row * 3 + 3);
    if (shares.indexOf(Math.max(...shares)) === label) right++;
  });
  return right / unseen.labels.length;
}
