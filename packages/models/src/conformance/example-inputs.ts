import { createRandom, type ErrorCode, type Random } from '@titans/core';
import type { FeatureDescription, FeatureMatrix } from '../features/feature-matrix.js';

/** An input that must be refused, and the codes of which the error must have one. */
export interface UnusableInput<X> {
  readonly what: string;
  readonly x: X;
  readonly codes: readonly ErrorCode[];
}

/** What an artifact must not hold. */
export interface TrainingTraces {
  /** Texts that may not stand in it. */
  readonly texts: readonly string[];
  /** Numbers that may not follow one another in it: training rows and pieces of training columns. */
  readonly runs: readonly Float64Array[];
}

/**
 * Makes the inputs that a suite learns from. An estimator of another input than `FeatureMatrix` or `TextMatrix` is
 * checked with a maker of its own. Inputs are plain data: objects, arrays, typed arrays, texts and numbers.
 */
export interface ExampleInputs<X> {
  /**
   * One row per code, new at each call, from which the code can be told easily: rows of near codes are near.
   *
   * @param codes Whole numbers from 0.
   */
  make(codes: Int32Array, random: Random): X;
  /** The given rows in the given order, as a copy; there may be none, and a row may come again. */
  select(x: X, rows: ArrayLike<number>): X;
  /** Inputs of the same rows that nothing can be learned from. */
  unusableToLearn(x: X): readonly UnusableInput<X>[];
  /** Inputs of the same rows that a model learned from `x` cannot answer. */
  unusableToAnswer(x: X): readonly UnusableInput<X>[];
  /** Inputs of the same rows that are permitted but odd: the model must be sound or refused. */
  odd(x: X): readonly { readonly what: string; readonly x: X }[];
  /** What an artifact of a model learned from `x` must not hold. */
  traces(x: X): TrainingTraces;
  /** `x` with a missing value in some rows; absent where nothing can be missing. */
  withMissing?(x: X): X;
  /** `x` with its columns in another order; absent where there are none. */
  reordered?(x: X): X;
}

/**
 * Matrices of three numbers and a category, from all of which the code can be told, and a number without meaning.
 *
 * @param options `categorical: false` makes the category a number, for estimators of numbers only.
 */
export function featureInputs(
  options: { readonly categorical?: boolean } = {},
): ExampleInputs<FeatureMatrix> {
  const isCategorical = options.categorical ?? true;
  return {
    make(codes, random) {
      const column = (value: (code: number) => number): Float64Array => Float64Array.from(codes, value);
      return {
        rows: codes.length,
        features: describeFeatures(isCategorical),
        columns: [
          column((code) => code + 0.1 * random.normal()),
          column((code) => 40 - 3 * code + 0.3 * random.normal()),
          column(() => random.normal()),
          column((code) => Math.min(code, 2)),
        ],
      };
    },
    select: (x, rows) => ({
      rows: rows.length,
      features: x.features.map((feature) => ({ ...feature })),
      columns: x.columns.map((column) => Float64Array.from(rows, (row) => column[row] as number)),
    }),
    unusableToLearn: (x) => [
      ...malformed(x),
      { what: 'no column', x: { ...x, features: [], columns: [] }, codes: ['DATA_INSUFFICIENT'] },
      { what: 'two features of one name', x: renamed(x, 0, nameOf(x, 1)), codes: ['INVALID_ARGUMENT'] },
    ],
    unusableToAnswer: (x) => [
      ...malformed(x),
      {
        what: 'a column less',
        x: { ...x, features: x.features.slice(1), columns: x.columns.slice(1) },
        codes: ['SHAPE_MISMATCH', 'FEATURE_UNKNOWN'],
      },
      {
        what: 'a feature of another name',
        x: renamed(x, 0, 'other'),
        codes: ['FEATURE_UNKNOWN', 'SHAPE_MISMATCH'],
      },
    ],
    odd: (x) => [
      { what: 'a constant column', x: withColumn(x, 0, (column) => column.fill(3)) },
      { what: 'nothing but constant columns', x: mapColumns(x, (column) => column.slice().fill(1)) },
      { what: 'huge numbers', x: withColumn(x, 0, (column) => column.map((value) => value * 1e307)) },
      { what: 'tiny numbers', x: withColumn(x, 0, (column) => column.map((value) => value * 1e-310)) },
      { what: 'both zeros', x: withColumn(x, 0, (column) => column.map((_, row) => (row % 2 ? 0 : -0))) },
    ],
    traces(x) {
      const numeric = x.columns.slice(0, 3);
      const rows = Array.from({ length: x.rows }, (_, row) =>
        Float64Array.from(numeric, (column) => column[row] as number),
      );
      return { texts: [], runs: [...rows, ...numeric.map((column) => column.slice(0, 8))] };
    },
    withMissing(x) {
      const random = createRandom(1, 'missing');
      return mapColumns(x, (column, index) =>
        // The first row misses everything.
        column.map((value, row) => (row === 0 || (index < 3 && random.float() < 0.2) ? Number.NaN : value)),
      );
    },
    reordered: (x) => ({ ...x, features: [...x.features].reverse(), columns: [...x.columns].reverse() }),
  };
}

function describeFeatures(isCategorical: boolean): readonly FeatureDescription[] {
  return [
    { name: 'rising', kind: 'numeric', inputs: ['amount'] },
    { name: 'falling', kind: 'numeric', inputs: ['balance'] },
    { name: 'noise', kind: 'numeric', inputs: ['date'] },
    isCategorical
      ? {
          name: 'group',
          kind: 'categorical',
          inputs: ['paymentMethod'],
          categories: ['low', 'middle', 'high'],
        }
      : { name: 'group', kind: 'numeric', inputs: ['paymentMethod'] },
  ];
}

/** Matrices that contradict themselves or hold what is no number. */
function malformed(x: FeatureMatrix): readonly UnusableInput<FeatureMatrix>[] {
  const infinite = (value: number): FeatureMatrix =>
    withColumn(x, 1, (column) => {
      column[column.length >> 1] = value;
      return column;
    });
  return [
    { what: 'an infinite value', x: infinite(Number.POSITIVE_INFINITY), codes: ['DATA_NOT_FINITE'] },
    { what: 'a negative infinite value', x: infinite(Number.NEGATIVE_INFINITY), codes: ['DATA_NOT_FINITE'] },
    {
      what: 'a column that is too short',
      x: withColumn(x, 1, (column) => column.slice(1)),
      codes: ['SHAPE_MISMATCH'],
    },
    {
      what: 'a column that is too long',
      x: withColumn(x, 1, (column) => Float64Array.of(...column, 1)),
      codes: ['SHAPE_MISMATCH'],
    },
    {
      what: 'a description without a column',
      x: { ...x, columns: x.columns.slice(1) },
      codes: ['SHAPE_MISMATCH'],
    },
  ];
}

function nameOf(x: FeatureMatrix, index: number): string {
  return x.features[index]?.name ?? '';
}

function renamed(x: FeatureMatrix, index: number, name: string): FeatureMatrix {
  return { ...x, features: x.features.map((feature, at) => (at === index ? { ...feature, name } : feature)) };
}

function withColumn(
  x: FeatureMatrix,
  index: number,
  change: (copy: Float64Array) => Float64Array,
): FeatureMatrix {
  return mapColumns(x, (column, at) => (at === index ? change(column.slice()) : column));
}

function mapColumns(
  x: FeatureMatrix,
  change: (column: Float64Array, index: number) => Float64Array,
): FeatureMatrix {
  return { ...x, columns: x.columns.map(change) };
}
