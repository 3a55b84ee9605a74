import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import type { FeatureTransformer, FittedTransformer } from '../preprocessing/feature-transformer.js';
import {
  frequencyEncoder,
  oneHotEncoder,
  restoreTransformer,
  simpleImputer,
  standardScaler,
} from '../preprocessing/index.js';
import { checkTransformer } from './index.js';
import { failures } from './testing/failures.js';

const right = standardScaler();

/** A scaler whose fitted object has a defect. */
function spoiled(
  change: (fitted: FittedTransformer, x: FeatureMatrix) => Partial<FittedTransformer>,
): FeatureTransformer {
  return {
    name: 'spoiled',
    async fit(x, options) {
      const fitted = await right.fit(x, options);
      return Object.freeze({ ...fitted, ...change(fitted, x) });
    },
  };
}

/** A scaler that changes what comes out. */
function transforming(
  change: (out: FeatureMatrix, given: FeatureMatrix, seen: FeatureMatrix) => FeatureMatrix,
): FeatureTransformer {
  return spoiled(({ transform }, seen) => ({ transform: (x) => change(transform(x), x, seen) }));
}

function mapFirst(x: FeatureMatrix, change: (column: Float64Array) => Float64Array): FeatureMatrix {
  return { ...x, columns: x.columns.map((column, index) => (index === 0 ? change(column) : column)) };
}

const described = 'what comes out is what its features describe, in arrays of their own';
const revealed = 'a feature reveals what it is computed from, and nothing else';

const transformers: readonly (readonly [string, string, FeatureTransformer])[] = [
  [
    'gives the columns that it was given',
    described,
    transforming((out, { columns }) => ({ ...out, columns })),
  ],
  [
    'gives a row less',
    described,
    transforming((out) => ({ ...out, columns: out.columns.map((column) => column.subarray(1)) })),
  ],
  ['loses values', described, transforming((out) => mapFirst(out, (column) => column.with(0, Number.NaN)))],
  [
    'gives what its outputFeatures do not say',
    described,
    transforming((out) => ({ ...out, features: out.features.toReversed() })),
  ],
  [
    'names two features alike',
    described,
    spoiled(({ transform, outputFeatures }) => {
      const features = Object.freeze(
        outputFeatures.map((feature) => Object.freeze({ ...feature, name: 'x' })),
      );
      return { outputFeatures: features, transform: (x) => ({ ...transform(x), features }) };
    }),
  ],
  [
    'does not say what its features reveal',
    revealed,
    spoiled(({ outputFeatures }) => ({
      outputFeatures: Object.freeze(
        outputFeatures.map((feature) => Object.freeze({ ...feature, inputs: Object.freeze([]) })),
      ),
    })),
  ],
  [
    'gives infinite numbers',
    'there is one sound answer per row',
    transforming((out) => mapFirst(out, (column) => column.with(0, Infinity))),
  ],
  [
    'scales by the rows that it transforms',
    'a row is answered alike alone and among others',
    transforming((out) =>
      mapFirst(out, (column) => {
        const most = column.reduce((highest, value) => Math.max(highest, value), 0);
        return column.map((value) => value - most);
      }),
    ),
  ],
  [
    'looks at the training rows when it transforms',
    'nothing that was given is kept',
    transforming((out, _, seen) =>
      mapFirst(out, (column) => column.map((value) => value + (seen.columns[0]?.[0] ?? 0))),
    ),
  ],
  [
    'ignores weights',
    'a whole weight is the row as many times, and 0 no row',
    { name: 'unweighted', fit: (x, { weights: _, ...options } = {}) => right.fit(x, options) },
  ],
  [
    'goes by the codes of categories',
    'categories are found by their names, whatever their codes',
    {
      name: 'coded',
      async fit(x, options) {
        const fitted = await frequencyEncoder().fit(x, options);
        const transform = (given: FeatureMatrix) => fitted.transform({ ...given, features: x.features });
        return Object.freeze({ ...fitted, transform });
      },
    },
  ],
  [
    'takes a category for a number',
    'a feature of another kind than the one learned from is refused',
    {
      name: 'lenient',
      async fit(x, options) {
        const fitted = await right.fit(x, options);
        const features = x.features.map((feature) => ({ ...feature }));
        const transform = (given: FeatureMatrix) => fitted.transform({ ...given, features });
        return Object.freeze({ ...fitted, transform });
      },
    },
  ],
  [
    'learns otherwise in fitTransform',
    'fitTransform learns what fit learns, and gives the rows learned from',
    {
      ...right,
      async fitTransform(x, options) {
        const fitted = await standardScaler({ centre: false }).fit(x, options);
        return { fitted, transformed: fitted.transform(x) };
      },
    },
  ],
  [
    'gives rows of its own in fitTransform',
    'fitTransform learns what fit learns, and gives the rows learned from',
    {
      ...right,
      async fitTransform(x, options) {
        const fitted = await right.fit(x, options);
        return { fitted, transformed: { ...fitted.transform(x), rows: x.rows - 1 } };
      },
    },
  ],
];

describe('a transformer', () => {
  test('without a defect passes', async () => {
    expect(await failures(checkTransformer(() => right, { restore: restoreTransformer }))).toEqual([]);
  });

  test.each(transformers)('that %s is found', async (_, name, transformer) => {
    expect(await failures(checkTransformer(() => transformer))).toContain(name);
  });

  test('that refuses missing categories must say so', async () => {
    const strict = () => oneHotEncoder({ missing: 'refuse' });
    expect(await failures(checkTransformer(strict))).toEqual([
      'missing values are learned from and answered',
    ]);
  });

  test('that is restored as another is found', async () => {
    const restore = () => simpleImputer().fit({ rows: 1, features: [], columns: [] });
    expect(await failures(checkTransformer(() => right, { restore }))).toEqual([
      'the restored model gives the same answers, and is saved as the same bytes',
      'an artifact of another kind or a later version, or one that lacks its parts, is not restored',
    ]);
  });
});
