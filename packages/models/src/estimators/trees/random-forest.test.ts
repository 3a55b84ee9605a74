import { describe, expect, test } from 'vitest';
import { friedman } from '../testing/friedman.js';
import { matrixOf } from '../testing/matrices.js';
import type { ClassWeights } from './forest-parameters.js';
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

// DecisionTreeRegressor and DecisionTreeClassifier(min_samples_leaf=5) on the same 500 rows, scikit-learn 1.9.1.
describe('a tree of all rows and features is that of scikit-learn', () => {
  const some = friedman(0, 500);
  const alone = { trees: 1, bootstrap: false, featureFraction: 1, minSamplesLeaf: 5 };
  const leaves = (feature: Int32Array): number => feature.filter((asked) => asked < 0).length;

  test('for a number', async () => {
    const { ensemble, importances, predict } = await randomForest(alone).fit(some.x, some.target);
    expect(leaves(ensemble.feature)).toBe(78);
    expect(ensemble.feature[0]).toBe(3);
    // scikit-learn rounds values to single precision.
    expect(ensemble.threshold[0]).toBeCloseTo(0.43909895420074463, 6);
    const expected = [
      13.369707189893061, 17.58404908020941, 13.026024355054139, 12.93931177838128, 17.58404908020941,
    ];
    expect([...predict(friedman(3000, 5).x)]).toEqual(expected.map((value) => expect.closeTo(value, 9)));
    const shares = [
      0.22213643, 0.23418104, 0.07113035, 0.38964296, 0.05758957, 0.00354976, 0.00710247, 0.00413167,
      0.0041332, 0.00640256,
    ];
    expect([...importances]).toEqual(shares.map((share) => expect.closeTo(share, 7)));
  });

  test('for classes', async () => {
    const fitted = await randomForestClassifier(alone).fit(some.x, some.labels, classes);
    expect(leaves(fitted.ensemble.feature)).toBe(52);
    expect(fitted.ensemble.threshold[0]).toBeCloseTo(0.44106748700141907, 6);
    const expected = [1, 0, 0, 0, 2 / 3, 1 / 3, 0, 1, 0, 1 / 9, 2 / 3, 2 / 9];
    expect([...fitted.predictProbabilities(friedman(3000, 4).x)]).toEqual(
      expected.map((value) => expect.closeTo(value, 12)),
    );
  });
});

// RandomForest…(oob_score=True) on the same rows, mean of random_state 0, 1 and 2.
describe('the score out of bag', () => {
  test('of numbers is that of scikit-learn', async () => {
    const options = { trees: 50, outOfBag: true };
    const { outOfBagScore } = await randomForest(options).fit(train.x, train.target, { seed: 1 });
    expect(Math.abs((outOfBagScore as number) - 0.8568)).toBeLessThan(0.005);
  });

  test('of classes is that of scikit-learn, and the artifact keeps it', async () => {
    const forest = randomForestClassifier({ outOfBag: true });
    const fitted = await forest.fit(train.x, train.labels, classes, { seed: 1 });
    expect(Math.abs((fitted.outOfBagScore as number) - 0.7713)).toBeLessThan(0.01);
    expect(restoreRandomForestClassifier(fitted.toArtifact()).outOfBagScore).toBe(fitted.outOfBagScore);
  });

  test('is not there unless asked for, and not without rows left out', async () => {
    expect((await randomForest({ trees: 2 }).fit(train.x, train.target)).outOfBagScore).toBeNull();
    expect(() => randomForest({ bootstrap: false, outOfBag: true })).toThrow('outOfBag needs bootstrap');
  });
});

describe('class weights', () => {
  const small = friedman(0, 300);
  const labels = small.labels.map((label) => (label === 2 ? 1 : label));
  const counts = [0, 1].map((label) => labels.filter((own) => own === label).length) as [number, number];
  const names = ['low', 'high'];
  const sameAs = async (classWeights: ClassWeights, factors: readonly [number, number]): Promise<void> => {
    const weights = Float64Array.from(labels, (label) => factors[label as 0 | 1]);
    const told = await randomForestClassifier({ trees: 5, classWeights }).fit(small.x, labels, names);
    const weighed = await randomForestClassifier({ trees: 5 }).fit(small.x, labels, names, { weights });
    expect(told.toArtifact()).toEqual(weighed.toArtifact());
  };

  test('by name are weights of the rows', () => sameAs({ high: 3 }, [1, 3]));

  // sklearn.utils.class_weight.compute_class_weight: rows ÷ (classes × rows of the class).
  test('that balance give every class the same total', () =>
    sameAs('balanced', [300 / (2 * counts[0]), 300 / (2 * counts[1])]));

  test('of an unknown class or below 0 are refused', async () => {
    expect(() => randomForestClassifier({ classWeights: { low: -1 } })).toThrow('class weight of "low"');
    const forest = randomForestClassifier({ classWeights: { lwo: 2 } });
    await expect(forest.fit(small.x, labels, names)).rejects.toThrow('names "lwo"');
  });
});

test('a large node is split where it is best, between bins of many codes, missing values included', async () => {
  // 9,000 different values: the step is at a value that no bin may end at, and missing rows belong to the right.
  const values = Array.from({ length: 9000 }, (_, row) =>
    row % 10 === 9 ? Number.NaN : (row * 7919) % 9001,
  );
  const x = matrixOf([values]);
  const target = Float64Array.from(values, (value) => (value < 4500 ? 1 : 2));
  const options = { trees: 1, bootstrap: false };
  const fitted = await randomForest({ ...options, maxDepth: 1 }).fit(x, target);
  expect(fitted.ensemble.missingLeft[0]).toBe(0);
  // 255 bins of 32 rows: the step lies within one of them, and both sides are all but pure.
  expect(Math.abs((fitted.ensemble.threshold[0] as number) - 4500)).toBeLessThan(9001 / 255);
  // Small nodes tell 4,095 codes apart, two values in each: only those that share one with the step can be wrong.
  const full = await randomForest(options).fit(x, target);
  const wrong = full.predict(x).filter((value, row) => Math.abs(value - (target[row] as number)) > 1e-9);
  expect(wrong.length).toBeLessThanOrEqual(2);
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
