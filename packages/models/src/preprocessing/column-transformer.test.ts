import { expect, test } from 'vitest';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  columnTransformer,
  type FeatureTransformer,
  fitTransform,
  oneHotEncoder,
  restoreTransformer,
  standardScaler,
  targetEncoder,
} from './index.js';
import { category, expectColumns, numbers } from './testing/rows.js';

const [day, kind] = [numbers([[1, 2, 3]]), category([0, 1, 1], ['bus', 'car'])];
const x: FeatureMatrix = {
  rows: 3,
  features: [...day.features, ...kind.features, { name: 'rest', kind: 'categorical', inputs: ['type'] }],
  columns: [...day.columns, ...kind.columns, Float64Array.of(0, 2, Number.NaN)],
};
const outputs = async (transformer: FeatureTransformer): Promise<readonly string[]> =>
  (await transformer.fit(x)).outputFeatures.map(({ name }) => name);

test('features are selected by name, by kind and by whatever tells them', async () => {
  const encoder = oneHotEncoder();
  expect(await outputs(columnTransformer([{ columns: ['c', 'n0'], transformer: encoder }]))).toEqual([
    'c=bus',
    'c=car',
    'n0',
  ]);
  expect(await outputs(columnTransformer([{ columns: 'categorical', transformer: encoder }]))).toEqual([
    'c=bus',
    'c=car',
    'rest=0',
    'rest=2',
    'rest=(missing)',
  ]);
  const bySource = columnTransformer([
    { columns: ({ inputs }) => inputs.includes('type'), transformer: encoder, prefix: 'my_' },
  ]);
  expect(await outputs(bySource)).toEqual(['my_rest=0', 'my_rest=2', 'my_rest=(missing)']);
});

test('the remainder is left out, or passes behind what is transformed', async () => {
  const scaled = [{ columns: 'numeric' as const, transformer: standardScaler() }];
  expect(await outputs(columnTransformer(scaled))).toEqual(['n0']);
  const passing = columnTransformer(scaled, { remainder: 'pass' });
  const { fitted, transformed } = await fitTransform(passing, x);
  expect(fitted.outputFeatures).toEqual(x.features);
  expect(transformed).toEqual(fitted.transform(x));
  expect(transformed.columns[2]).toEqual(x.columns[2]);
  expect(transformed.columns[2]).not.toBe(x.columns[2]);
});

test('a selection that is empty is left out, a name that there is not is refused', async () => {
  const numeric = columnTransformer([
    { columns: () => false, transformer: oneHotEncoder() },
    { columns: ['n0'], transformer: standardScaler() },
  ]);
  expect(await outputs(numeric)).toEqual(['n0']);
  await expect(
    columnTransformer([{ columns: ['n9'], transformer: standardScaler() }]).fit(x),
  ).rejects.toMatchObject({ code: 'FEATURE_UNKNOWN', details: { column: 'n9' } });
  await expect(columnTransformer([]).fit(x)).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
});

test('two features of one name are refused, and told apart by a prefix', async () => {
  const twice = (prefix: string) =>
    columnTransformer([
      { columns: ['n0'], transformer: standardScaler() },
      { columns: ['n0'], transformer: standardScaler({ scale: false }), prefix },
    ]);
  await expect(twice('').fit(x)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    details: { field: 'n0' },
  });
  const fitted = await twice('centred_').fit(x);
  expect(fitted.outputFeatures.map(({ name }) => name)).toEqual(['n0', 'centred_n0']);
  expectColumns(fitted.transform({ ...x, columns: [Float64Array.of(2, 5, 2), ...x.columns.slice(1)] }), [
    [0, 3 / Math.sqrt(2 / 3), 0],
    [0, 3, 0],
  ]);
});

test('rows learned from are out of fold where an encoder looks at the target', async () => {
  const target = Float64Array.of(1, 10, 20);
  const encoded = columnTransformer([
    { columns: ['c'], transformer: targetEncoder({ smooth: 0, folds: 3 }) },
  ]);
  const { fitted, transformed } = await fitTransform(encoded, x, { target });
  expectColumns(fitted.transform(x), [[1, 15, 15]]);
  // Each row by the two others: 'bus' is then unknown, and gets their mean.
  expectColumns(transformed, [[15, 20, 10]]);
});

test('transformers of your own are restored by their kinds', async () => {
  const own: FeatureTransformer = {
    name: 'own',
    async fit(matrix, options) {
      const inner = await standardScaler().fit(matrix, options);
      return Object.freeze({
        ...inner,
        toArtifact: () => ({ ...inner.toArtifact(), kind: 'somebody/own' }),
      });
    },
  };
  const fitted = await columnTransformer([{ columns: 'numeric', transformer: own }]).fit(x);
  const artifact = fitted.toArtifact();
  expect(() => restoreTransformer(artifact)).toThrow(expect.objectContaining({ code: 'ARTIFACT_KIND' }));
  const restored = restoreTransformer(artifact, {
    others: {
      'somebody/own': (content) => restoreTransformer({ ...content, kind: 'titans/standard-scaler' }),
    },
  });
  expect(restored.transform(x)).toEqual(fitted.transform(x));
});
