import { describe, expect, test } from 'vitest';
import type { FeatureTransformer } from './feature-transformer.js';
import {
  kBinsDiscretizer,
  maxAbsScaler,
  minMaxScaler,
  oneHotEncoder,
  powerTransformer,
  quantileTransformer,
  robustScaler,
  standardScaler,
  transformerPipeline,
} from './index.js';
import {
  category,
  expectColumns,
  numbers,
  positive,
  query,
  repeated,
  training,
  weights,
} from './testing/rows.js';
import * as expected from './testing/scikit-learn.js';

type Columns = readonly (readonly number[])[];

test.each<[string, FeatureTransformer, Columns]>([
  ['standardScaler', standardScaler(), expected.standard],
  ['robustScaler', robustScaler(), expected.robust],
  ['robustScaler of unit variance', robustScaler({ tail: 0.1, unitVariance: true }), expected.robustUnit],
  ['minMaxScaler', minMaxScaler({ from: -1, to: 2 }), expected.minMax],
  ['minMaxScaler that clips', minMaxScaler({ clip: true }), expected.minMaxClip],
  ['maxAbsScaler', maxAbsScaler(), expected.maxAbs],
  ['quantileTransformer', quantileTransformer({ quantiles: 7 }), expected.quantileUniform],
  ['quantileTransformer to normal', quantileTransformer({ output: 'normal' }), expected.quantileNormal],
  ['powerTransformer', powerTransformer(), expected.yeoJohnson],
  ['kBinsDiscretizer', kBinsDiscretizer({ bins: 4, output: 'numeric' }), expected.binsQuantile],
  [
    'kBinsDiscretizer of equal widths',
    kBinsDiscretizer({ bins: 4, strategy: 'uniform', output: 'numeric' }),
    expected.binsUniform,
  ],
])('%s equals scikit-learn', async (_, transformer, columns) => {
  expectColumns((await transformer.fit(training)).transform(query), columns);
});

test('powerTransformer by Box and Cox equals scikit-learn', async () => {
  const fitted = await powerTransformer({ method: 'box-cox' }).fit(numbers([positive]));
  expectColumns(fitted.transform(numbers([[0.5, 3, 20, 90]])), expected.boxCox);
});

test('the exponents are those of maximum likelihood to all digits, scikit-learn finds half of them', async () => {
  const lambdasOf = async (x: typeof training, method: 'yeo-johnson' | 'box-cox') => {
    const { arrays } = (await powerTransformer({ method }).fit(x)).toArtifact();
    return [...(arrays.values as Float64Array)].filter((_, index) => index % 3 === 0);
  };
  // Golden section on the derivative with 60 decimal digits.
  const exact = [0.7285835174901067, -0.12672541519943148, 0.7323527950016422];
  const found = await lambdasOf(training, 'yeo-johnson');
  exact.forEach((lambda, index) => {
    expect(Math.abs((found[index] as number) - lambda)).toBeLessThan(1e-13);
    expect(found[index]).toBeCloseTo(expected.yeoJohnsonLambda[index] as number, 6);
  });
  const [logarithm] = await lambdasOf(numbers([positive]), 'box-cox');
  expect(Math.abs(logarithm as number)).toBeLessThan(1e-13);
  expect(logarithm).toBeCloseTo(expected.boxCoxLambda[0], 5);
});

describe('weights', () => {
  test('of a standardScaler count as scikit-learn counts them', async () => {
    const fitted = await standardScaler().fit(training, { weights: weights.map((weight) => weight / 3) });
    expectColumns(fitted.transform(query), expected.standardWeighted);
  });

  test.each<[string, FeatureTransformer, Columns]>([
    ['robustScaler', robustScaler(), expected.robustRepeated],
    ['quantileTransformer', quantileTransformer({ quantiles: 11 }), expected.quantileRepeated],
  ])('of a %s are repetitions', async (_, transformer, columns) => {
    expectColumns((await transformer.fit(training, { weights })).transform(query), columns);
    expectColumns((await transformer.fit(repeated(training, weights))).transform(query), columns);
  });

  test.each([robustScaler(), quantileTransformer(), kBinsDiscretizer({ output: 'numeric' })])(
    'that are all 1 ÷ rows are none: $name',
    async (transformer) => {
      const even = new Float64Array(training.rows).fill(1 / training.rows);
      const unweighted = (await transformer.fit(training)).transform(query);
      expectColumns(
        (await transformer.fit(training, { weights: even })).transform(query),
        unweighted.columns.map((c) => [...c]),
      );
    },
  );
});

describe('columns that have nothing to tell', () => {
  const constant = numbers([[3, 3, 3]]);
  test.each<[FeatureTransformer, number]>([
    [standardScaler(), 0],
    [robustScaler(), 0],
    [minMaxScaler(), 0],
    [maxAbsScaler(), 1],
    [powerTransformer(), 0],
    [quantileTransformer(), 0],
    [kBinsDiscretizer(), 0],
  ])('one value everywhere: $name', async (transformer, becomes) => {
    const fitted = await transformer.fit(constant);
    expect([...(fitted.transform(constant).columns[0] ?? [])]).toEqual([becomes, becomes, becomes]);
  });

  test.each([standardScaler(), robustScaler(), minMaxScaler(), maxAbsScaler()])(
    'no value at all: $name leaves what comes later as it is',
    async (transformer) => {
      const fitted = await transformer.fit(numbers([[Number.NaN, Number.NaN]]));
      expect([...(fitted.transform(numbers([[0.25, Number.NaN]])).columns[0] ?? [])]).toEqual([
        0.25,
        Number.NaN,
      ]);
    },
  );
});

test('a feature keeps what it reveals, and a category passes as it is', async () => {
  const kind = category([0, 1, 2]);
  const x = { ...numbers([[1, 2, 3]]), features: [...numbers([[1]]).features, ...kind.features] };
  const mixed = { ...x, columns: [...numbers([[1, 2, 3]]).columns, ...kind.columns] };
  const fitted = await standardScaler().fit(mixed);
  expect(fitted.outputFeatures).toEqual(mixed.features);
  const { columns } = fitted.transform(mixed);
  expect(columns[1]).toEqual(mixed.columns[1]);
  expect(columns[1]).not.toBe(mixed.columns[1]);
});

test('bins are named after their ranges, and one-hot encoded behind', async () => {
  const x = numbers([[1, 2, 3, 4]]);
  const binned = await kBinsDiscretizer({ bins: 2 }).fit(x);
  expect(binned.outputFeatures[0]).toMatchObject({
    kind: 'categorical',
    categories: ['below 2.5', 'from 2.5'],
  });
  const encoded = await transformerPipeline([kBinsDiscretizer({ bins: 2 }), oneHotEncoder()]).fit(x);
  expect(encoded.outputFeatures).toEqual([
    { name: 'n0=below 2.5', kind: 'numeric', inputs: ['amount'], history: ['balance'], windowDays: 7 },
    { name: 'n0=from 2.5', kind: 'numeric', inputs: ['amount'], history: ['balance'], windowDays: 7 },
  ]);
  expectColumns(encoded.transform(numbers([[2.5, -9]])), [
    [0, 1],
    [1, 0],
  ]);
});

test('numbers that a method cannot take are refused', async () => {
  const boxCox = powerTransformer({ method: 'box-cox' });
  await expect(boxCox.fit(numbers([[1, 0]]))).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    details: { row: 2 },
  });
  const fitted = await boxCox.fit(numbers([[1, 2]]));
  expect(() => fitted.transform(numbers([[-1]]))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
  await expect(standardScaler().fit(numbers([[1e308, -1e308]]))).rejects.toMatchObject({
    code: 'DATA_NOT_FINITE',
  });
  // The range is beyond what a number holds; divided by it, all numbers would become one.
  await expect(minMaxScaler().fit(numbers([[1e308, -1e308]]))).rejects.toMatchObject({
    code: 'DATA_NOT_FINITE',
  });
  expect(() => minMaxScaler({ from: 1, to: 1 })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
