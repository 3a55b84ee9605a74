import { isTitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Regressor } from '../estimator.js';
import { friedman } from '../testing/friedman.js';
import { matrixOf } from '../testing/matrices.js';
import { extraTrees } from './extra-trees.js';
import { gradientBoosting, restoreGradientBoosting } from './gradient-boosting.js';
import { gradientBoostingClassifier } from './gradient-boosting-classifier.js';
import { randomForest, restoreRandomForest } from './random-forest.js';
import { randomForestClassifier } from './random-forest-classifier.js';

const { x, target } = friedman(0, 300);
const times = (values: Float64Array, factor: number): Float64Array => values.map((value) => value * factor);

function codeOf(error: unknown): unknown {
  return isTitansError(error) ? error.code : error;
}

/** The code of the error that something throws now or later. */
async function refusal(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return 'no refusal';
  } catch (error) {
    return codeOf(error);
  }
}

// Means and splits by squared error scale with the target and do not depend on the unit of the weights; powers of two
// round nothing.
describe.each([
  ['randomForest', randomForest({ trees: 5, outOfBag: true })],
  ['extraTrees', extraTrees({ trees: 5 })],
])('%s, however large or small the numbers', (_, forest) => {
  test.each([2 ** 900, 2 ** 300, 2 ** -300, 2 ** -900])('target times %d', async (factor) => {
    const [usual, scaled] = await Promise.all([forest.fit(x, target), forest.fit(x, times(target, factor))]);
    expect(scaled.predict(x)).toEqual(times(usual.predict(x), factor));
    expect(scaled.importances).toEqual(usual.importances);
    expect(scaled.outOfBagScore).toBe(usual.outOfBagScore);
  });

  test.each([2 ** 1000, 2 ** -1000])('weights times %d', async (factor) => {
    const weights = Float64Array.from(target, (_value, row) => 1 + (row % 3));
    const [usual, scaled] = await Promise.all([
      forest.fit(x, target, { weights }),
      forest.fit(x, target, { weights: times(weights, factor) }),
    ]);
    expect(scaled.predict(x)).toEqual(usual.predict(x));
    expect(scaled.ensemble.cover).toEqual(times(usual.ensemble.cover, factor));
  });

  test('sums that no number holds are refused', async () => {
    const huge = times(target, 1.7e308 / target.reduce((a, b) => Math.max(a, b)));
    expect(await refusal(() => forest.fit(x, huge))).toBe('DATA_NOT_FINITE');
    const weights = new Float64Array(x.rows).fill(1e308);
    expect(await refusal(() => forest.fit(x, target, { weights }))).toBe('DATA_NOT_FINITE');
  });
});

test('boosting refuses gradients whose squares are no numbers, instead of stopping after one split', async () => {
  const column = matrixOf([Float64Array.of(1, 2, 3, 4)]);
  const alternating = Float64Array.of(1e300, -1e300, 1e300, -1e300);
  const fit = () => gradientBoosting({ minSamplesLeaf: 1 }).fit(column, alternating);
  expect(await refusal(fit)).toBe('DATA_NOT_FINITE');
});

test.each<[string, Regressor]>([
  ['gradientBoosting', gradientBoosting({ rounds: 400 })],
  ['randomForest', randomForest({ trees: 400 })],
])('%s learns from target and weights as they were when it was called', async (_, estimator) => {
  const weights = Float64Array.from(target, (_value, row) => 1 + (row % 3));
  const expected = (await estimator.fit(x, target, { weights })).predict(x);
  const changed = { target: target.slice(), weights: weights.slice() };
  const fitting = estimator.fit(x, changed.target, { weights: changed.weights });
  changed.target.fill(9);
  changed.weights.fill(0.5);
  expect((await fitting).predict(x)).toEqual(expected);
});

// What plain JavaScript can hand over; JSON has no type that would stop it.
describe('what is of another type', () => {
  const strange = (json: string) => JSON.parse(json) as never;
  const labels = Int32Array.from(target, (value) => (value > 14 ? 1 : 0));

  test.each<[string, () => unknown]>([
    ['parameters', () => gradientBoosting(strange('null'))],
    ['a number for parameters', () => randomForest(strange('5'))],
    ['a text for a switch', () => randomForest(strange('{"bootstrap":"no"}'))],
    ['class weights', () => randomForestClassifier(strange('{"classWeights":null}'))],
    ['a part of early stopping', () => gradientBoosting(strange('{"earlyStopping":{"rounds":3,"share":1}}'))],
    ['a quantile without its objective', () => gradientBoosting({ quantile: 0.9 })],
    ['a matrix of rows', () => randomForest().fit(strange('[[1,2],[3,4]]'), target)],
    ['no matrix', () => gradientBoosting().fit(strange('null'), target)],
    [
      'a list as column',
      () => gradientBoosting().fit({ ...x, columns: [...x.columns.slice(1), strange('[1,2]')] }, target),
    ],
    ['a list as target', () => gradientBoosting().fit(x, strange(JSON.stringify([...target])))],
    ['no target', () => randomForest().fit(x, strange('null'))],
    ['no weights', () => randomForest().fit(x, target, { weights: strange('null') })],
    ['no classes', () => randomForestClassifier().fit(x, labels, strange('null'))],
    ['classes of one name', () => gradientBoostingClassifier().fit(x, labels, ['a', 'a'])],
    ['texts as labels', () => gradientBoostingClassifier().fit(x, strange('["a"]'), ['a', 'b'])],
  ])('%s is refused', async (_, act) => {
    expect(await refusal(act)).toBe('INVALID_ARGUMENT');
  });

  test('rows to predict are refused too', async () => {
    const fitted = await randomForest({ trees: 2 }).fit(x, target);
    const nothing: FeatureMatrix = strange('null');
    expect(await refusal(() => fitted.predict(nothing))).toBe('INVALID_ARGUMENT');
  });
});

test('artifacts with importances of other features, without a tree, or whose leaves are no numbers, are refused', async () => {
  const forest = (await randomForest({ trees: 2 }).fit(x, target)).toArtifact();
  const boosted = (await gradientBoosting({ rounds: 2 }).fit(x, target)).toArtifact();
  const altered = (content: typeof forest, arrays: typeof forest.arrays) => ({
    ...content,
    arrays: { ...content.arrays, ...arrays },
  });
  const importances = new Float64Array(3);
  expect(await refusal(() => restoreRandomForest(altered(forest, { importances })))).toBe('ARTIFACT_CORRUPT');
  expect(await refusal(() => restoreGradientBoosting(altered(boosted, { importances })))).toBe(
    'ARTIFACT_CORRUPT',
  );
  expect(await refusal(() => restoreRandomForest(altered(forest, { roots: new Int32Array(0) })))).toBe(
    'ARTIFACT_CORRUPT',
  );
  for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
    const ofForest = altered(forest, {
      leafValues: (forest.arrays.leafValues as Float64Array).with(0, value),
    });
    const ofBoosted = altered(boosted, {
      leafValues: (boosted.arrays.leafValues as Float64Array).with(0, value),
    });
    expect(await refusal(() => restoreRandomForest(ofForest))).toBe('ARTIFACT_CORRUPT');
    expect(await refusal(() => restoreGradientBoosting(ofBoosted))).toBe('ARTIFACT_CORRUPT');
  }
  const none = { ...boosted, arrays: JSON.parse('null') };
  expect(await refusal(() => restoreGradientBoosting(none))).toBe('INVALID_ARGUMENT');
});
