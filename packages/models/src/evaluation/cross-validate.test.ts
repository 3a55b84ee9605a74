import { expect, test } from 'vitest';
import { matrixOf } from '../estimators/testing/matrices.js';
import { textClassifier } from '../estimators/text/text-classifier.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { crossValidate, selectRows } from './cross-validate.js';
import { kFold, leaveOneOut } from './splits.js';

test('each row is predicted by a model that has not seen it', async () => {
  const x = matrixOf([[0, 0, 0, 0]]);
  const target = Float64Array.of(1, 2, 3, 4);
  // Nothing to split on: the prediction is the mean of the other three rows.
  const result = await crossValidate(gradientBoosting({ rounds: 1 }), { x, target }, leaveOneOut(4));
  expect([...result.rows]).toEqual([0, 1, 2, 3]);
  expect([...result.predictions]).toEqual([3, 8 / 3, 7 / 3, 2].map((v) => expect.closeTo(v, 6)));
  expect(result.folds.map(({ mae }) => mae)).toEqual([2, 2 / 3, 2 / 3, 2].map((v) => expect.closeTo(v, 6)));
  expect(result.report.mae).toBeCloseTo(4 / 3, 6);
});

test('a classifier of texts, with dense columns', async () => {
  const texts = Array.from({ length: 12 }, (_, i) =>
    i % 2 === 0 ? `fuel station ${i}` : `music subscription ${i}`,
  );
  const x = { texts, dense: matrixOf([texts.map((_, i) => i)]) };
  const labels = Int32Array.from(texts, (_, i) => i % 2);
  const classes = ['fuel', 'music'];
  const result = await crossValidate(textClassifier(), { x, labels, classes }, kFold(12, 3));
  expect(result.report.accuracy).toBe(1);
  expect(result.probabilities).toHaveLength(24);
  expect(result.folds).toHaveLength(3);
});

test('weights belong to their rows', async () => {
  const x = matrixOf([[0, 0, 0]]);
  const data = { x, target: Float64Array.of(0, 10, 40) };
  const splits = [{ train: Uint32Array.of(0, 1), test: Uint32Array.of(2) }];
  const weights = Float64Array.of(3, 1, 9);
  const result = await crossValidate(gradientBoosting({ rounds: 1 }), data, splits, { weights });
  expect(result.predictions[0]).toBeCloseTo(2.5, 6);
});

test('selected rows stand in the order asked for', () => {
  expect([...(selectRows(matrixOf([[5, 6, 7]]), [2, 0]).columns[0] ?? [])]).toEqual([7, 5]);
});

test('splits that cannot be used are refused', async () => {
  const data = { x: matrixOf([[1, 2]]), target: Float64Array.of(1, 2) };
  const run = (train: number[], tested: number[]): Promise<unknown> =>
    crossValidate(gradientBoosting(), data, [
      { train: Uint32Array.from(train), test: Uint32Array.from(tested) },
    ]);
  await expect(run([], [1])).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
  await expect(run([0], [2])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(crossValidate(gradientBoosting(), data, [])).rejects.toMatchObject({
    code: 'DATA_INSUFFICIENT',
  });
});
