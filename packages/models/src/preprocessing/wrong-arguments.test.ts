import { expect, test } from 'vitest';
import { ridge } from '../estimators/index.js';
import {
  anomalyDetectorPipeline,
  classifierPipeline,
  columnTransformer,
  regressorPipeline,
  standardScaler,
  targetEncoder,
  transformerPipeline,
} from './index.js';
import { category } from './testing/rows.js';

// What the types forbid and plain JavaScript gives all the same.
const wrong = (json: string) => JSON.parse(json) as never;
const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

test.each<[string, () => object]>([
  ['a pipeline of nothing', () => transformerPipeline(wrong('null'))],
  ['a pipeline of what does not learn', () => transformerPipeline([standardScaler(), wrong('{}')])],
  ['a column transformer of nothing', () => columnTransformer(wrong('null'))],
  ['a column transformer without transformers', () => columnTransformer([wrong('{"columns":"numeric"}')])],
  ['a regressor behind nothing', () => regressorPipeline(wrong('null'), ridge())],
  ['no regressor', () => regressorPipeline(standardScaler(), wrong('{}'))],
  ['no classifier', () => classifierPipeline(standardScaler(), wrong('null'))],
  ['no detector', () => anomalyDetectorPipeline(standardScaler(), wrong('"forest"'))],
  ['parameters that are none', () => targetEncoder(wrong('null'))],
])('%s is refused at once', (_, make) => {
  expect(make).toThrow(refused);
});

test.each(['[1, 2]', '{"labels": [0, 1]}', 'null', '3'])('the target %s is refused', async (json) => {
  const options = { target: wrong(json) };
  await expect(targetEncoder().fit(category([0, 1]), options)).rejects.toThrow(refused);
  await expect(standardScaler().fit(category([0, 1]), options)).rejects.toThrow(refused);
});
