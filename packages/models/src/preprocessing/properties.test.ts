import { type ArtifactContent, isTitansError, type JsonValue } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import {
  columnTransformer,
  type FeatureTransformer,
  frequencyEncoder,
  hashingEncoder,
  kBinsDiscretizer,
  maxAbsScaler,
  minMaxScaler,
  oneHotEncoder,
  ordinalEncoder,
  powerTransformer,
  quantileTransformer,
  restoreTransformer,
  robustScaler,
  simpleImputer,
  standardScaler,
  targetEncoder,
  transformerPipeline,
} from './index.js';
import { category, numbers } from './testing/rows.js';

const every: readonly FeatureTransformer[] = [
  frequencyEncoder(),
  hashingEncoder({ columns: 3 }),
  kBinsDiscretizer({ bins: 3 }),
  maxAbsScaler(),
  minMaxScaler(),
  oneHotEncoder({ minCount: 2, drop: 'first' }),
  ordinalEncoder(),
  powerTransformer(),
  quantileTransformer({ output: 'normal' }),
  robustScaler(),
  simpleImputer({ indicators: true }),
  standardScaler(),
  targetEncoder(),
  transformerPipeline([simpleImputer(), kBinsDiscretizer(), oneHotEncoder()]),
  columnTransformer([{ columns: 'numeric', transformer: standardScaler() }], { remainder: 'pass' }),
];

const hostileNumber = fc.oneof(
  fc.double({ noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 5e-324, -1e308, 1e308, Number.NaN),
  fc.integer({ min: -3, max: 3 }),
);
const code = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(Number.NaN));
const rowsOf = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.array(one, { minLength: 1, maxLength: 12 });

/** A number and a category per row. */
const matrix: fc.Arbitrary<FeatureMatrix> = rowsOf(fc.tuple(hostileNumber, code)).map((rows) => {
  const [amounts, kinds] = [numbers([rows.map(([value]) => value)]), category(rows.map(([, kind]) => kind))];
  return {
    rows: rows.length,
    features: [...amounts.features, ...kinds.features],
    columns: [...amounts.columns, ...kinds.columns],
  };
});

/** In place of each of the first members, an object that has no text. */
const withoutText = Array.from({ length: 40 }, (_, place): [number, unknown, number] => [
  place,
  JSON.parse('{"toString":""}'),
  0,
]);

/** What the work gives, or `undefined` where it is refused with a typed error. */
async function orRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isTitansError(error) && error.code !== 'INTERNAL') return undefined;
    throw error;
  }
}

describe.each(every.map((transformer) => [transformer.name, transformer] as const))(
  '%s',
  (_, transformer) => {
    test('gives finite numbers and NaN, or refuses, whatever the numbers', async () => {
      await fc.assert(
        fc.asyncProperty(matrix, matrix, async (x, query) => {
          const target = Float64Array.from({ length: x.rows }, (__, row) => row % 3);
          const fitted = await orRefused(() => transformer.fit(x, { target }));
          const transformed = await orRefused(() => fitted?.transform(query));
          for (const column of transformed?.columns ?? []) {
            expect(column).toHaveLength(query.rows);
            expect(column.every((value) => Number.isFinite(value) || Number.isNaN(value))).toBe(true);
          }
        }),
        { numRuns: 150 },
      );
    });

    test('is restored as it was, or refused, however its artifact is damaged', async () => {
      const x: FeatureMatrix = {
        rows: 4,
        features: [...numbers([[1]]).features, ...category([0]).features],
        columns: [Float64Array.of(1, 2, Number.NaN, 8), Float64Array.of(0, 1, 1, Number.NaN)],
      };
      const fitted = await transformer.fit(x, { target: Float64Array.of(1, 2, 3, 4) });
      const content = fitted.toArtifact();
      expect(restoreTransformer(content).transform(x)).toEqual(fitted.transform(x));
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.jsonValue(), hostileNumber, async (place, json, number) => {
          for (const damaged of [
            withData(content, place, json as JsonValue),
            withNumber(content, place, number),
          ]) {
            const restored = await orRefused(() => restoreTransformer(damaged));
            await orRefused(() => restored?.transform(x));
          }
        }),
        { numRuns: 150, examples: withoutText },
      );
    });
  },
);

/** The content with one member of its data, at any depth, replaced. */
function withData(content: ArtifactContent, place: number, value: JsonValue): ArtifactContent {
  const data = structuredClone(content.data);
  const places: (() => void)[] = [];
  const visit = (node: JsonValue): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, member] of Object.entries(node)) {
      places.push(() => Reflect.set(node, key, value));
      visit(member as JsonValue);
    }
  };
  visit(data);
  places[place % places.length]?.();
  return { ...content, data };
}

/** The content with one number of its arrays replaced. */
function withNumber(content: ArtifactContent, place: number, value: number): ArtifactContent {
  const arrays = structuredClone(content.arrays);
  const filled = Object.values(arrays).filter((array) => array.length > 0);
  const array = filled[place % filled.length];
  if (array) Reflect.set(array, (place >>> 4) % array.length, value);
  return { ...content, arrays };
}

const plain = rowsOf(fc.double({ min: -1e6, max: 1e6, noNaN: true }));

test('scalers, ranks and bins keep the order of numbers', async () => {
  const monotone = [
    standardScaler(),
    robustScaler(),
    minMaxScaler(),
    maxAbsScaler(),
    powerTransformer(),
    quantileTransformer(),
    quantileTransformer({ output: 'normal' }),
    kBinsDiscretizer(),
  ];
  await fc.assert(
    fc.asyncProperty(plain, plain, fc.constantFrom(...monotone), async (seen, asked, transformer) => {
      const fitted = await orRefused(() => transformer.fit(numbers([seen])));
      if (fitted === undefined) return;
      const sorted = [...asked].sort((a, b) => a - b);
      // Of minute numbers the power may be so large that others overflow.
      const transformed = await orRefused(() => fitted.transform(numbers([sorted])));
      const values = [...(transformed?.columns[0] ?? [])];
      values.forEach((value, row) => {
        const before = values[row - 1] ?? value;
        expect(value).toBeGreaterThanOrEqual(before - 1e-12 * Math.max(1, Math.abs(before)));
      });
    }),
    { numRuns: 400 },
  );
});

test('a row is in one column of its category at most, and in one exactly where it was learned from', async () => {
  const options = fc.record({
    minCount: fc.integer({ min: 0, max: 4 }),
    maxCategories: fc.integer({ min: 1, max: 6 }),
    unknown: fc.constantFrom('zeros' as const, 'rare' as const),
  });
  await fc.assert(
    fc.asyncProperty(rowsOf(code), rowsOf(code), options, async (seen, asked, parameters) => {
      const fitted = await oneHotEncoder(parameters).fit(category(seen));
      const sums = (codes: readonly number[]): readonly number[] => {
        const { columns } = fitted.transform(category(codes));
        return codes.map((_, row) => columns.reduce((sum, column) => sum + (column[row] as number), 0));
      };
      expect(sums(seen).every((sum) => sum === 1)).toBe(true);
      expect(sums(asked).every((sum) => sum === 0 || sum === 1)).toBe(true);
      const named = fitted.outputFeatures.filter(({ name }) => name !== 'c=(missing)').length;
      expect(named).toBeLessThanOrEqual(parameters.maxCategories);
    }),
    { numRuns: 300 },
  );
});

test('an encoded mean lies among the targets', async () => {
  const rows = rowsOf(fc.tuple(code, fc.double({ min: -1e3, max: 1e3, noNaN: true })));
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom('auto' as const, 0, 3), async (seen, smooth) => {
      const target = Float64Array.from(seen, ([, value]) => value);
      const fitted = await targetEncoder({ smooth }).fit(category(seen.map(([kind]) => kind)), { target });
      const { columns } = fitted.transform(category([0, 1, 2, 3, 4, 5, 6, Number.NaN]));
      for (const mean of columns[0] ?? []) {
        expect(mean).toBeGreaterThanOrEqual(Math.min(...target) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...target) + 1e-9);
      }
    }),
    { numRuns: 300 },
  );
});
