import { describe, expect, test } from 'vitest';
import { logisticRegression, ridge } from '../estimators/index.js';
import { kFold } from '../evaluation/index.js';
import {
  classificationMetrics,
  compareModels,
  gridSearch,
  randomSearch,
  regressionMetrics,
  successiveHalving,
} from './index.js';

// What the types forbid and plain JavaScript gives all the same.
const wrong = (json: string) => JSON.parse(json) as never;
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
const rows = 20;
const x = {
  rows,
  features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
  columns: [Float64Array.from({ length: rows }, (_, row) => row)],
};
const numbers = { x, target: Float64Array.from({ length: rows }, (_, row) => row % 7) };
const classes = { x, labels: Int32Array.from({ length: rows }, (_, row) => row % 2), classes: ['a', 'b'] };
const space = { l2: [0.1, 1] };

describe.each(['null', '{}', '{"x": 1, "target": [1, 2]}', '"rows"'])('the data %s', (json) => {
  test('are refused', async () => {
    await expect(compareModels({ ridge: ridge() }, wrong(json))).rejects.toThrow(refused);
    await expect(gridSearch(ridge, space, wrong(json), kFold(rows))).rejects.toThrow(refused);
    await expect(randomSearch(ridge, space, wrong(json), kFold(rows))).rejects.toThrow(refused);
    await expect(successiveHalving(ridge, space, wrong(json), kFold(rows))).rejects.toThrow(refused);
  });
});

test('splits and models that are none are refused', async () => {
  await expect(gridSearch(ridge, space, numbers, wrong('null'))).rejects.toThrow(refused);
  await expect(compareModels(wrong('null'), numbers)).rejects.toThrow(refused);
  await expect(compareModels({ ridge: wrong('{}') }, numbers)).rejects.toThrow('models.ridge');
});

test('a metric is one of those for the data, said before any fit', async () => {
  const ofNumbers = { metric: regressionMetrics.mae as never };
  const ofClasses = { metric: classificationMetrics.accuracy as never };
  const models = { logistic: logisticRegression() };
  await expect(compareModels(models, classes, ofNumbers)).rejects.toThrow('classificationMetrics');
  await expect(compareModels({ ridge: ridge() }, numbers, ofClasses)).rejects.toThrow('regressionMetrics');
  await expect(compareModels({ ridge: ridge() }, numbers, { metrics: [wrong('"mae"')] })).rejects.toThrow(
    refused,
  );
  await expect(gridSearch(ridge, space, numbers, kFold(rows), ofClasses)).rejects.toThrow(
    'regressionMetrics',
  );
});
