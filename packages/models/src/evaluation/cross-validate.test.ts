import type { Progress } from '@titans/core';
import { linearRegression, mean } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import type { Classifier, Regressor } from '../estimators/estimator.js';
import { matrixOf } from '../estimators/testing/matrices.js';
import { textClassifier } from '../estimators/text/text-classifier.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { acrossFolds, crossPredict, crossValidate, kFold, leaveOneOut, selectMatrixRows } from './index.js';

const x = [0.5, 1, 1.5, 2, 3, 3.5, 4, 4.5, 5, 6];
const target = Float64Array.of(1.2, 1.9, 3.2, 3.9, 6.3, 6.8, 8.4, 8.8, 10.1, 12.3);
const labels = Int32Array.of(0, 0, 1, 0, 1, 0, 1, 1, 0, 1);
const classes = ['a', 'b'];
const splits = kFold(10, { folds: 3, shuffle: false });

/** Least squares in one feature, by simple-statistics. */
const line: Regressor = {
  name: 'line',
  async fit(matrix, y, options) {
    options?.onProgress?.({ stage: 'line', done: 1, unit: 'steps' });
    const { m, b } = linearRegression(
      Array.from(matrix.columns[0] ?? [], (value, row) => [value, y[row] as number]),
    );
    return {
      predict: (of) => Float64Array.from(of.columns[0] ?? [], (value) => m * value + b),
      toArtifact: () => ({ kind: 'line', version: 1, data: { m, b }, arrays: {} }),
    };
  },
};

/** Shares of the classes, weighted; the input is a plain list. */
const shares: Classifier<readonly number[]> = {
  name: 'shares',
  async fit(rows, codes, names, options) {
    expect(rows.length).toBe(codes.length);
    const weightOf = (row: number): number => options?.weights?.[row] ?? 1;
    const weights = names.map((_, k) =>
      codes.reduce((sum, code, row) => sum + (code === k ? weightOf(row) : 0), 0),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      classes: names,
      predictProbabilities: (of) =>
        Float64Array.from(of.flatMap(() => weights.map((weight) => weight / total))),
      toArtifact: () => ({ kind: 'shares', version: 1, data: { weights }, arrays: {} }),
    };
  },
};
const selectRows = (list: readonly number[], rows: Int32Array): readonly number[] =>
  Array.from(rows, (row) => list[row] as number);

describe('equal to scikit-learn cross_val_predict on KFold(3)', () => {
  test('a regressor: LinearRegression', async () => {
    const found = await crossValidate(line, { x: matrixOf([x]), target }, splits);
    const expected = [
      1.0071428571428611, 2.021428571428575, 3.0357142857142887, 4.0500000000000025, 6.0579601990049765,
      7.063681592039803, 8.069402985074628, 9.176712328767124, 10.193493150684933, 12.227054794520548,
    ];
    found.predictions.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 12);
    });
    expect([...found.rows]).toEqual([...x.keys()]);
    expect(found.overall.r2).toBeCloseTo(0.9959471503917218, 12);
    expect(found.overall.mae).toBeCloseTo(0.2008040521463136, 12);
    // cross_val_score(scoring="r2"), its mean and standard deviation with ddof=1
    const summary = acrossFolds(found.reports, ({ r2 }) => r2);
    expect(found.reports[1]?.r2).toBeCloseTo(0.9013549999208079, 12);
    expect(summary.mean).toBeCloseTo(0.9512830397002611, 12);
    expect(summary.standardDeviation).toBeCloseTo(0.043254590177023475, 12);
    expect(found.folds.map(({ trainRows, start, end }) => [trainRows, start, end])).toEqual([
      [6, 0, 4],
      [7, 4, 7],
      [7, 7, 10],
    ]);
  });

  test('a classifier over an input of its own: DummyClassifier(strategy="prior")', async () => {
    const found = await crossValidate(shares, { x, labels, classes, selectRows }, splits);
    expect(found.predictions[0]).toBeCloseTo(1 / 3, 14);
    expect(found.predictions[8]).toBeCloseTo(4 / 7, 14);
    expect(found.overall.logLoss).toBeCloseTo(0.8209724991532154, 12);
    expect(found.overall.accuracy).toBe(0.3);
  });
});

test('weights go with their rows', async () => {
  const weights = Float64Array.from(labels, (label) => (label === 0 ? 3 : 1));
  const found = await crossValidate(shares, { x, labels, classes, weights, selectRows }, splits);
  // Rows 4 to 9 hold two of class 0 and four of class 1: 6 against 4.
  expect(found.predictions[0]).toBeCloseTo(0.6, 14);
});

test('texts, one left out at a time', async () => {
  const texts = ['rent may', 'rent june', 'shell 12', 'shell 7', 'rent july', 'shell 99'];
  const data = { x: { texts }, labels: Int32Array.of(0, 0, 1, 1, 0, 1), classes: ['rent', 'fuel'] };
  const found = await crossValidate(textClassifier(), data, leaveOneOut(6));
  expect(found.reports.length).toBe(6);
  expect(found.overall.accuracy).toBe(1);
  expect(found.reports[0]?.rocAuc.macro).toBeNaN();
  expect(acrossFolds(found.reports, ({ rocAuc }) => rocAuc.macro)).toEqual({
    mean: Number.NaN,
    standardDeviation: Number.NaN,
    folds: 0,
  });
});

test('progress counts the folds and passes on that of the fits', async () => {
  const seen: Progress[] = [];
  const onProgress = (progress: Progress): void => void seen.push(progress);
  await crossValidate(line, { x: matrixOf([x]), target }, splits, { onProgress });
  const folds = seen.filter(({ stage }) => stage === 'cross-validation');
  expect(folds.map(({ done, total }) => [done, total])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(seen.map(({ stage }) => stage)).toContain('cross-validation 2/3: line');
});

test('it can be cancelled between folds', async () => {
  const controller = new AbortController();
  const onProgress = ({ done }: Progress): void => {
    if (done === 1) controller.abort();
  };
  const work = crossValidate(line, { x: matrixOf([x]), target }, splits, {
    signal: controller.signal,
    onProgress,
  });
  await expect(work).rejects.toMatchObject({ code: 'ABORTED' });
});

describe('what is wrong is said', () => {
  const predict = (n: number, train: number[], tested: number[], of = tested.length): Promise<unknown> =>
    crossPredict(
      n,
      [{ train: Int32Array.from(train), test: Int32Array.from(tested) }],
      () => new Float64Array(of),
    );

  test('splits', async () => {
    await expect(predict(4, [0, 1], [1, 2])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(predict(4, [0, 1], [4])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(predict(4, [-1], [2])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(predict(4, [], [2])).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
    await expect(predict(4, [0], [])).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
    await expect(crossPredict(4, [], () => new Float64Array())).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
  });

  test('predictions', async () => {
    await expect(predict(4, [0, 1], [2, 3], 1)).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    const nan = crossPredict(4, kFold(4, { folds: 2 }), () => Float64Array.of(1, Number.NaN));
    await expect(nan).rejects.toMatchObject({ code: 'DATA_NOT_FINITE' });
  });

  test('data that do not belong together, or rows that nobody can take', async () => {
    const short = crossValidate(line, { x: matrixOf([x.slice(1)]), target }, splits);
    await expect(short).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    const weights = new Float64Array(3);
    await expect(crossValidate(line, { x: matrixOf([x]), target, weights }, splits)).rejects.toMatchObject({
      code: 'SHAPE_MISMATCH',
    });
    await expect(crossValidate(shares, { x, labels, classes }, splits)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(
      crossValidate(shares, { x, labels, classes: ['a'], selectRows }, splits),
    ).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});

test('the mean over folds leaves out those without the figure', () => {
  const summary = acrossFolds([1, 2, Number.NaN, 6], (value) => value);
  expect(summary).toEqual({ mean: mean([1, 2, 6]), standardDeviation: Math.sqrt(7), folds: 3 });
  expect(acrossFolds([4], (value) => value)).toEqual({ mean: 4, standardDeviation: Number.NaN, folds: 1 });
});

test('gradient boosting with nothing to split on predicts the mean of the rows it has seen', async () => {
  const data = { x: matrixOf([[0, 0, 0, 0]]), target: Float64Array.of(1, 2, 3, 4) };
  const found = await crossValidate(gradientBoosting({ rounds: 1 }), data, leaveOneOut(4));
  expect([...found.predictions]).toEqual([3, 8 / 3, 7 / 3, 2].map((value) => expect.closeTo(value, 6)));
  expect(found.reports.map(({ mae }) => mae)).toEqual(
    [2, 2 / 3, 2 / 3, 2].map((value) => expect.closeTo(value, 6)),
  );
  expect(found.overall.mae).toBeCloseTo(4 / 3, 6);

  const weighted = {
    x: matrixOf([[0, 0, 0]]),
    target: Float64Array.of(0, 10, 40),
    weights: Float64Array.of(3, 1, 9),
  };
  const split = { train: Int32Array.of(0, 1), test: Int32Array.of(2) };
  const { predictions } = await crossValidate(gradientBoosting({ rounds: 1 }), weighted, [split]);
  expect(predictions[0]).toBeCloseTo(2.5, 6);
});

test('texts with dense columns', async () => {
  const texts = Array.from({ length: 12 }, (_, i) =>
    i % 2 === 0 ? `fuel station ${i}` : `music subscription ${i}`,
  );
  const x = { texts, dense: matrixOf([texts.map((_, i) => i)]) };
  const data = { x, labels: Int32Array.from(texts, (_, i) => i % 2), classes: ['fuel', 'music'] };
  expect((await crossValidate(textClassifier(), data, kFold(12, { folds: 3 }))).overall.accuracy).toBe(1);
});

test('selected rows stand in the order asked for', () => {
  expect([...(selectMatrixRows(matrixOf([[5, 6, 7]]), [2, 0]).columns[0] ?? [])]).toEqual([7, 5]);
});
