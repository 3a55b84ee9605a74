import { describe, expect, test } from 'vitest';
import { logisticRegression } from '../estimators/linear/logistic-regression.js';
import { ridge } from '../estimators/linear/ridge.js';
import { friedman } from '../estimators/testing/friedman.js';
import { matrixOf } from '../estimators/testing/matrices.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { gradientBoostingClassifier } from '../estimators/trees/gradient-boosting-classifier.js';
import { meanAbsoluteAttributions } from './attributions.js';
import { linearShap } from './linear-shap.js';
import { treeShap } from './tree-shap.js';

const { x, target, labels } = friedman(0, 300);
const names = x.features.map(({ name }) => name);
const rowOf = (row: number): Record<string, number> =>
  Object.fromEntries(names.map((name, j) => [name, x.columns[j]?.[row] as number]));

test('one row: every feature by name and value, the largest first, adding up', async () => {
  const fitted = await gradientBoosting({ rounds: 15 }).fit(x, target);
  const { contributions, baseValue, prediction, output } = (await treeShap(fitted)).explain(rowOf(7));
  expect(output).toBe('prediction');
  expect(contributions.map(({ feature }) => feature).toSorted()).toEqual(names.toSorted());
  for (const { feature, value } of contributions) expect(value).toBe(rowOf(7)[feature]);
  const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  const sum = contributions.reduce((all, { contribution }) => all + contribution, baseValue);
  expect(Math.abs(sum - prediction)).toBeLessThan(1e-12);
});

test('classes: the most probable one unless told, and importance over all rows', async () => {
  const classes = ['low', 'middle', 'high'];
  const fitted = await gradientBoostingClassifier({ rounds: 10 }).fit(x, labels, classes);
  const explainer = await treeShap(fitted);
  const probabilities = fitted.predictProbabilities(x);
  const found = await explainer.attributions(x);
  for (let row = 0; row < 50; row++) {
    const own = [...probabilities.slice(3 * row, 3 * row + 3)];
    expect(found.row(row).output).toBe(classes[own.indexOf(Math.max(...own))]);
  }
  expect(explainer.explain(rowOf(0), 'high').output).toBe('high');
  const importances = meanAbsoluteAttributions(found);
  // Of Friedman's ten features the first five matter; the fifth the least.
  expect(
    importances
      .slice(0, 4)
      .map(({ feature }) => feature)
      .toSorted(),
  ).toEqual(names.slice(0, 4));
  const parts = classes.map((name) => meanAbsoluteAttributions(found, name));
  const of = (list: (typeof parts)[number]): number =>
    list.find(({ feature }) => feature === 'f3')?.importance ?? Number.NaN;
  expect(parts.reduce((sum, list) => sum + of(list), 0)).toBeCloseTo(of(importances), 12);
});

test('logistic regression: log-odds of the second class, and of each of three', async () => {
  const binary = labels.map((label) => (label === 2 ? 1 : 0));
  const two = await logisticRegression().fit(x, binary, ['other', 'high']);
  const found = linearShap(two, { background: x }).explain(rowOf(3));
  const chance = two.predictProbabilities(x)[7] as number;
  expect(found).toMatchObject({ output: 'high', unit: 'log-odds' });
  expect(found.prediction).toBeCloseTo(Math.log(chance / (1 - chance)), 9);
  const three = await logisticRegression().fit(x, labels, ['low', 'middle', 'high']);
  const all = await linearShap(three).attributions(x);
  const shares = three.predictProbabilities(x).slice(9, 12);
  const odds = ['low', 'middle', 'high'].map((output) => all.row(3, output).prediction);
  expect((odds[1] as number) - (odds[0] as number)).toBeCloseTo(
    Math.log((shares[1] as number) / (shares[0] as number)),
    9,
  );
});

test('columns may come in another order, and blocks of rows give what a single row gives', async () => {
  const fitted = await gradientBoosting({ rounds: 3 }).fit(x, target);
  const explainer = await treeShap(fitted);
  const many = {
    ...x,
    rows: 4500,
    columns: x.columns.map((column) =>
      Float64Array.from({ length: 4500 }, (_, i) => column[i % 300] as number),
    ),
  };
  const progress: (readonly [number, number | undefined])[] = [];
  const found = await explainer.attributions(many, {
    onProgress: ({ done, total }) => progress.push([done, total]),
  });
  expect(found.row(4207)).toEqual(found.row(7));
  // Three trees, three blocks.
  expect(progress.map(([done]) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(progress.at(-1)).toEqual([9, 9]);
  const reversed = { ...x, features: x.features.toReversed(), columns: x.columns.toReversed() };
  expect((await explainer.attributions(reversed)).values).toEqual((await explainer.attributions(x)).values);
});

describe('refused', () => {
  const narrow = matrixOf(x.columns.slice(1));
  const infinite = matrixOf(
    x.columns.map((column) => column.map((value, row) => (row === 3 ? 1 / 0 : value))),
  );

  test('rows that the model cannot take', async () => {
    const fitted = await gradientBoosting({ rounds: 2 }).fit(x, target);
    const explainer = await treeShap(fitted);
    await expect(explainer.attributions(narrow)).rejects.toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
    await expect(explainer.attributions(infinite)).rejects.toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
    await expect(explainer.attributions(x, { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    );
    expect(() => explainer.explain({ ...rowOf(1), amount: 3 })).toThrow(
      expect.objectContaining({ code: 'FEATURE_UNKNOWN' }),
    );
    const { f0: _, ...rest } = rowOf(1);
    expect(() => explainer.explain(rest)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => explainer.explain({ ...rowOf(1), f0: 1 / 0 })).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
    expect(() => explainer.explain(rowOf(1), 'rent')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    const found = await explainer.attributions(x);
    expect(() => found.row(300)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  test.each([
    ['DATA_INSUFFICIENT', { background: matrixOf(x.columns.map(() => [])) }],
    ['SHAPE_MISMATCH', { background: narrow }],
    ['DATA_NOT_FINITE', { background: infinite }],
    ['SHAPE_MISMATCH', { background: x, backgroundWeights: new Float64Array(2) }],
    ['DATA_INSUFFICIENT', { background: x, backgroundWeights: new Float64Array(300) }],
  ])('%s: a background that the model cannot take', async (code, options) => {
    const trees = await gradientBoosting({ rounds: 2 }).fit(x, target);
    await expect(treeShap(trees, options)).rejects.toThrow(expect.objectContaining({ code }));
    const linear = await ridge().fit(x, target);
    expect(() => linearShap(linear, options)).toThrow(expect.objectContaining({ code }));
  });

  test('options that there are not, weights of nothing, a signal that was given', async () => {
    const trees = await gradientBoosting({ rounds: 2 }).fit(x, target);
    const misspelt: object = { backgrounds: x };
    await expect(treeShap(trees, misspelt)).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    await expect(treeShap(trees, { backgroundWeights: new Float64Array(2) })).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    await expect(treeShap(trees, { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    );
  });

  test('a missing value where the model takes none', async () => {
    const fitted = await ridge().fit(x, target);
    expect(() => linearShap(fitted).explain({ ...rowOf(0), f2: Number.NaN })).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
  });
});
