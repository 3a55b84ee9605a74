import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  frequencyEncoder,
  hashingEncoder,
  type OneHotEncoderParameters,
  oneHotEncoder,
  ordinalEncoder,
  simpleImputer,
} from './index.js';
import { murmurHash32 } from './murmur-hash-32.js';
import {
  category,
  categoryQuery,
  codes,
  expectColumns,
  holed,
  kinds,
  numbers,
  skewed,
  tied,
} from './testing/rows.js';
import * as expected from './testing/scikit-learn.js';

const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });

function rowsOf(x: FeatureMatrix): readonly (readonly number[])[] {
  return Array.from({ length: x.rows }, (_, row) => x.columns.map((column) => column[row] as number));
}

/** What scikit-learn encodes: names of the columns, and rows. */
interface Encoded {
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

describe('oneHotEncoder', () => {
  test.each<[string, readonly number[], OneHotEncoderParameters, Encoded]>([
    ['with missing categories', holed, {}, expected.oneHot],
    ['with a least count', codes, { minCount: 4, unknown: 'rare' }, expected.oneHotRare],
    ['with a most of columns', codes, { maxCategories: 3 }, expected.oneHotMax],
    [
      'with a least share and a dropped column',
      codes,
      { minShare: 0.1, drop: 'first' },
      expected.oneHotShare,
    ],
  ])('%s equals scikit-learn', async (_, values, parameters, { names, rows }) => {
    const fitted = await oneHotEncoder(parameters).fit(category(values));
    const ours = names.map((name) =>
      name.replace('_infrequent_sklearn', '_(rare)').replace('_nan', '_(missing)').replace('_', '='),
    );
    expect(fitted.outputFeatures.map(({ name }) => name)).toEqual(ours);
    expect(rowsOf(fitted.transform(categoryQuery))).toEqual(rows);
  });

  test('leaves the first of two out where told, and both of more in', async () => {
    const encoder = oneHotEncoder({ drop: 'if-binary' });
    const names = async (values: readonly number[]): Promise<readonly string[]> =>
      (await encoder.fit(category(values))).outputFeatures.map(({ name }) => name);
    expect(await names([0, 1])).toEqual(['c=car']);
    expect(await names([0, 1, 2])).toEqual(['c=bus', 'c=car', 'c=fuel']);
  });

  test('refuses unknown and missing categories where told', async () => {
    const strict = await oneHotEncoder({ unknown: 'refuse', missing: 'refuse', drop: 'first' }).fit(
      category([0, 1]),
    );
    expect(rowsOf(strict.transform(category([0, 1])))).toEqual([[0], [1]]);
    expect(() => strict.transform(category([2]))).toThrow(refused);
    expect(() => strict.transform(category([0], ['other']))).toThrow(refused);
    expect(() => strict.transform(category([Number.NaN]))).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
  });

  test('refuses two categories of one name, and a count with a share', async () => {
    await expect(oneHotEncoder().fit(category([0, 1], ['a', 'a']))).rejects.toEqual(refused);
    expect(() => oneHotEncoder({ minCount: 2, minShare: 0.1 })).toThrow(refused);
  });
});

test('ordinalEncoder equals scikit-learn', async () => {
  const fitted = await ordinalEncoder({ unknown: -1, missing: -2 }).fit(category(holed.slice(0, 16)));
  expectColumns(fitted.transform(categoryQuery), [expected.ordinal]);
  const lenient = await ordinalEncoder().fit(category([4, 1]));
  expect(rowsOf(lenient.transform(category([1, 4, 0, Number.NaN])))).toEqual([
    [0],
    [1],
    [Number.NaN],
    [Number.NaN],
  ]);
});

describe('hashingEncoder', () => {
  const names = [...kinds, 'new', '日本', 'ä'];
  const x = category([0, 1, 2, 3, 4, 5, 6, 7], names);

  test('equals scikit-learn', async () => {
    const signed = await hashingEncoder({ columns: 8 }).fit(x);
    expect(rowsOf(signed.transform(x))).toEqual(expected.hash);
    const unsigned = await hashingEncoder({ columns: 8, signed: false }).fit(x);
    expect(rowsOf(unsigned.transform(x))).toEqual(expected.hashUnsigned);
  });

  test('treats categories it never saw as any other', async () => {
    const fitted = await hashingEncoder({ columns: 8 }).fit(category([0], ['bus']));
    expect(rowsOf(fitted.transform(x))).toEqual(expected.hash);
    expect(rowsOf(fitted.transform(category([Number.NaN])))).toEqual([new Array(8).fill(0)]);
  });

  test('hashes as scikit-learn does', () => {
    const texts = ['', 'a', 'ab', 'abc', 'abcd', 'hello world', '日本'];
    const hashes = texts.flatMap((text) =>
      [0, 42].map((seed) => murmurHash32(new TextEncoder().encode(text), seed)),
    );
    expect(hashes).toEqual(expected.murmur);
  });
});

test('frequencyEncoder equals pandas', async () => {
  const fitted = await frequencyEncoder().fit(category(holed));
  const { bus, car, fuel, rent, shop, nan } = expected.frequency;
  const x = category([0, 1, 2, 3, 4, Number.NaN, 5], [...kinds, 'new']);
  expectColumns(fitted.transform(x), [[bus, car, fuel, rent, shop, nan, 0]]);
  const counted = await frequencyEncoder({ output: 'count', missing: 'keep' }).fit(category(holed));
  expect(rowsOf(counted.transform(x)).flat()).toEqual([7, 4, 1, 1, 9, Number.NaN, 0]);
});

describe('simpleImputer', () => {
  const holes = numbers([
    skewed.map((value, row) => ([1, 5, 9].includes(row) ? Number.NaN : value)),
    tied.map((value, row) => ([2, 3].includes(row) ? Number.NaN : value)),
  ]);
  const missing = numbers([[Number.NaN], [Number.NaN]]);

  test.each([
    ['mean', expected.imputeMean],
    ['median', expected.imputeMedian],
    ['most-frequent', expected.imputeMostFrequent],
  ] as const)('of the %s equals scikit-learn', async (numeric, [first, , third]) => {
    const fitted = await simpleImputer({ numeric }).fit(holes);
    expectColumns(fitted.transform(missing), [[first], [third]]);
  });

  test('says which rows lacked a value, for features that lacked one in training', async () => {
    const x = numbers([
      [1, Number.NaN],
      [2, 3],
    ]);
    const fitted = await simpleImputer({ numeric: -1, indicators: true }).fit(x);
    expect(fitted.outputFeatures.map(({ name, inputs }) => [name, inputs])).toEqual([
      ['n0', ['amount']],
      ['n0_missing', ['amount']],
      ['n1', ['date']],
    ]);
    expectColumns(fitted.transform(x), [
      [1, -1],
      [0, 1],
      [2, 3],
    ]);
  });

  test('fills categories with the most frequent, the lowest of equals, or one that is told', async () => {
    const x = category([2, 1, Number.NaN, 1, 2]);
    expect(rowsOf((await simpleImputer().fit(x)).transform(x))).toEqual([[2], [1], [1], [1], [2]]);
    const added = await simpleImputer({ categorical: { category: 'none' } }).fit(x);
    expect(added.outputFeatures[0]?.categories).toEqual([...kinds, 'none']);
    expect(rowsOf(added.transform(category([Number.NaN, 1, 7])))).toEqual([[5], [1], [8]]);
    const known = await simpleImputer({ categorical: { category: 'rent' } }).fit(x);
    expect(known.outputFeatures[0]?.categories).toEqual(kinds);
    expect(rowsOf(known.transform(category([Number.NaN])))).toEqual([[3]]);
  });

  test('has 0 and a category for features without any value', async () => {
    const x = category([Number.NaN]);
    const fitted = await simpleImputer().fit(x);
    expect(fitted.outputFeatures[0]?.categories).toEqual([...kinds, '(missing)']);
    expect(rowsOf(fitted.transform(x))).toEqual([[5]]);
    expectColumns((await simpleImputer().fit(numbers([[Number.NaN]]))).transform(numbers([[Number.NaN]])), [
      [0],
    ]);
  });
});

test('what is no code of a category is refused', async () => {
  for (const bad of [-1, 0.5]) {
    await expect(oneHotEncoder().fit(category([0, bad]))).rejects.toEqual(refused);
  }
  await expect(oneHotEncoder().fit(category([0, 1e9]))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  const fitted = await oneHotEncoder().fit(category([0, 1]));
  expect(() =>
    fitted.transform({ ...category([0]), features: [{ name: 'c', kind: 'numeric', inputs: [] }] }),
  ).toThrow(refused);
});
