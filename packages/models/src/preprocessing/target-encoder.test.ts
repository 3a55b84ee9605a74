import { describe, expect, test } from 'vitest';
import { selectMatrixRows } from '../evaluation/select-rows.js';
import { kFold } from '../evaluation/splits/k-fold.js';
import { stratifiedKFold } from '../evaluation/splits/stratified-k-fold.js';
import { fitTransform, type TrainingTarget, targetEncoder } from './index.js';
import {
  binaryLabels,
  category,
  categoryQuery,
  expectColumns,
  holed,
  targetNumbers,
  threeLabels,
  weights,
} from './testing/rows.js';
import * as expected from './testing/scikit-learn.js';

const x = category(holed);
const binary = { labels: binaryLabels, classes: ['no', 'yes'] };
const three = { labels: threeLabels, classes: ['a', 'b', 'c'] };

describe('targetEncoder equals scikit-learn', () => {
  test.each<[string, TrainingTarget, readonly (readonly number[])[], readonly (readonly number[])[]]>([
    ['a number', targetNumbers, expected.targetNumber, expected.targetNumberSmooth],
    ['two classes', binary, expected.targetBinary, expected.targetBinarySmooth],
    ['three classes', three, expected.targetClasses, expected.targetClassesSmooth],
  ])('for %s', async (_, target, automatic, smoothed) => {
    expectColumns((await targetEncoder().fit(x, { target })).transform(categoryQuery), automatic);
    const fixed = await targetEncoder({ smooth: 2.5 }).fit(x, { target });
    expectColumns(fixed.transform(categoryQuery), smoothed);
  });

  test('with weights as repetitions', async () => {
    const fitted = await targetEncoder().fit(x, { target: targetNumbers, weights });
    expectColumns(fitted.transform(categoryQuery), expected.targetRepeated);
  });
});

test('the columns of more than two classes are named after them', async () => {
  const { outputFeatures } = await targetEncoder().fit(x, { target: three });
  expect(outputFeatures.map(({ name, kind, inputs }) => [name, kind, inputs])).toEqual([
    ['c=a', 'numeric', ['description']],
    ['c=b', 'numeric', ['description']],
    ['c=c', 'numeric', ['description']],
  ]);
});

test.each<[string, TrainingTarget]>([
  ['a number', targetNumbers],
  ['two classes', binary],
  ['three classes', three],
])('fitTransform gives each row what the other folds teach: %s', async (_, target) => {
  const { transformed } = await fitTransform(targetEncoder({ folds: 4 }), x, { target, seed: 9 });
  const splits =
    target instanceof Float64Array
      ? kFold(x.rows, { folds: 4, seed: 9 })
      : stratifiedKFold(target.labels, { folds: 4, seed: 9 });
  for (const { train, test: tested } of splits) {
    const targetOfTrain =
      target instanceof Float64Array
        ? Float64Array.from(train, (row) => target[row] as number)
        : { ...target, labels: Int32Array.from(train, (row) => target.labels[row] as number) };
    const others = await targetEncoder().fit(selectMatrixRows(x, train), { target: targetOfTrain });
    expectColumns(
      selectMatrixRows(transformed, tested),
      others.transform(selectMatrixRows(x, tested)).columns.map((column) => [...column]),
    );
  }
});

test('a row learned from never tells its own target', async () => {
  // Each row has a category of its own: whatever tells the target of a row apart has seen it.
  const alone = category(
    [...holed.keys()],
    holed.map((_, row) => `shop ${row}`),
  );
  const { fitted, transformed } = await fitTransform(targetEncoder({ smooth: 0 }), alone, {
    target: targetNumbers,
  });
  const leaking = fitted.transform(alone).columns[0] as Float64Array;
  expect([...leaking]).toEqual([...targetNumbers]);
  expect(new Set(transformed.columns[0]).size).toBeLessThanOrEqual(5);
});

test('policies for unknown and missing categories', async () => {
  const query = category([0, 5, Number.NaN], ['bus', 'x', 'x', 'x', 'x', 'new']);
  const answers = async (parameters: Parameters<typeof targetEncoder>[0]): Promise<readonly number[]> => {
    const fitted = await targetEncoder(parameters).fit(x, { target: targetNumbers });
    return [...(fitted.transform(query).columns[0] ?? [])];
  };
  expect((await answers({ unknown: 'missing' })).map(Number.isNaN)).toEqual([false, true, false]);
  expect((await answers({ missing: 'keep' })).map(Number.isNaN)).toEqual([false, false, true]);
  await expect(answers({ unknown: 'refuse' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

test('a category with one row is known, so it is not refused among the rows learned from', async () => {
  const encoder = targetEncoder({ unknown: 'refuse', folds: 8 });
  const target = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const { transformed, fitted } = await fitTransform(encoder, category([0, 0, 0, 0, 1, 2, 2, 2]), { target });
  // Eight folds leave out one row each: the mean of the seven others is (36 − 5) ÷ 7.
  expect(transformed.columns[0]?.[4]).toBeCloseTo(31 / 7, 12);
  expect(() => fitted.transform(category([3]))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test('without a target, or with one row, there is nothing to learn', async () => {
  await expect(targetEncoder().fit(x)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const target = Float64Array.of(1);
  await expect(fitTransform(targetEncoder(), category([0]), { target })).rejects.toMatchObject({
    code: 'DATA_INSUFFICIENT',
  });
});
