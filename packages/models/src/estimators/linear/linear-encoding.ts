import { type ArtifactArray, type JsonValue, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import {
  type DenseEncoding,
  fitDenseEncoding,
  restoreDenseEncoding,
  type Scaling,
} from '../dense-encoding.js';
import type { ArtifactReader } from '../restoring.js';
import { checkTrainingMatrix, columnsAsTrained, type MissingPolicy } from '../training-data.js';

/** What linear models do with a missing value: refuse it, or take the mean of a number and none of the categories. */
export type MissingValues = 'refuse' | 'mean';

/** What a linear model multiplies its coefficients with, and how a matrix becomes that. */
export interface LinearEncoding {
  readonly featureNames: readonly string[];
  /** Names of the encoded columns: a numeric feature's own, or `feature=category`. */
  readonly columnNames: readonly string[];
  readonly width: number;
  /** Row-major (to − from) × width of the rows from `from` to before `to`. */
  encodeRows(x: FeatureMatrix, from: number, to: number): Float64Array;
  /** The same column-major: column j from j × (to − from) on. */
  encodeColumns(x: FeatureMatrix, from: number, to: number): Float64Array;
  /**
   * Intercept plus columns · coefficients of every output, row-major rows × outputs.
   *
   * @param intercepts One per output.
   * @param coefficients Row-major outputs × width.
   * @throws TitansError `SHAPE_MISMATCH`, `FEATURE_UNKNOWN` or `DATA_NOT_FINITE`.
   */
  scores(x: FeatureMatrix, intercepts: Float64Array, coefficients: Float64Array): Float64Array;
  toData(): Readonly<Record<string, JsonValue>>;
  toArrays(): Readonly<Record<string, ArtifactArray>>;
}

interface EncodingSettings {
  readonly missing: MissingValues;
  readonly scaling: Scaling;
}

const rowsAtOnce = 1024;

/**
 * Checks the matrix and learns how its columns are encoded.
 *
 * @param model Named in errors.
 * @param mostColumns How many encoded columns the model can take.
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a code of a
 * category below 0 or with a fraction, `LIMIT_EXCEEDED` for too many columns.
 */
export function fitLinearEncoding(
  model: string,
  x: FeatureMatrix,
  weights: Float64Array,
  settings: EncodingSettings,
  mostColumns: number,
): LinearEncoding {
  checkCategories(model, x, mostColumns);
  const encoding = fitDenseEncoding(x, weights, policyOf(settings.missing), settings.scaling);
  return encodingOf(Object.freeze(x.features.map(({ name }) => name)), encoding, settings);
}

/** Checks a matrix to learn from as the model takes missing values. */
export function checkLinearMatrix(x: FeatureMatrix, missing: MissingValues): void {
  checkTrainingMatrix(x, policyOf(missing));
}

/** Reads back what {@link LinearEncoding.toData} and `toArrays` wrote. */
export function restoreLinearEncoding(artifact: ArtifactReader): LinearEncoding {
  const missing = artifact.text('missing');
  if (missing !== 'refuse' && missing !== 'mean')
    throw artifact.corrupt('"missing" is neither refuse nor mean');
  const scaling = artifact.text('scaling');
  if (scaling !== 'standardise' && scaling !== 'none')
    throw artifact.corrupt('"scaling" is neither standardise nor none');
  const encoding = restoreDenseEncoding(artifact, policyOf(missing), scaling);
  return encodingOf(artifact.texts('denseFeatures'), encoding, { missing, scaling });
}

function encodingOf(
  featureNames: readonly string[],
  encoding: DenseEncoding,
  { missing, scaling }: EncodingSettings,
): LinearEncoding {
  const { width } = encoding;
  const encodeRows = (x: FeatureMatrix, from: number, to: number): Float64Array =>
    encoding.encode(rowsOf(x, from, to));

  return Object.freeze({
    featureNames,
    columnNames: encoding.names,
    width,
    encodeRows,
    encodeColumns: (x: FeatureMatrix, from: number, to: number) =>
      encoding.encodeColumns(rowsOf(x, from, to)),
    scores(x: FeatureMatrix, intercepts: Float64Array, coefficients: Float64Array) {
      // Of the whole matrix, for the blocks would hide columns that are too long.
      columnsAsTrained(x, featureNames, policyOf(missing));
      const outputs = intercepts.length;
      const scores = new Float64Array(x.rows * outputs);
      for (let from = 0; from < x.rows; from += rowsAtOnce) {
        const to = Math.min(from + rowsAtOnce, x.rows);
        const encoded = encodeRows(x, from, to);
        for (let row = 0; row < to - from; row++) {
          for (let k = 0; k < outputs; k++) {
            let sum = intercepts[k] as number;
            for (let j = 0; j < width; j++) {
              sum += (encoded[row * width + j] as number) * (coefficients[k * width + j] as number);
            }
            if (!Number.isFinite(sum)) throw tooLarge();
            scores[(from + row) * outputs + k] = sum;
          }
        }
      }
      return scores;
    },
    toData: () => ({ ...encoding.toData(), missing, scaling }),
    toArrays: () => encoding.toArrays(),
  });
}

function policyOf(missing: MissingValues): MissingPolicy {
  return missing === 'mean' ? 'permit-nan' : 'refuse-nan';
}

/** Before anything is encoded: a stray code of a million would ask for as many columns. */
function checkCategories(model: string, x: FeatureMatrix, mostColumns: number): void {
  let width = 0;
  x.features.forEach(({ name, kind, categories }, index) => {
    const codes = kind === 'categorical' ? (x.columns[index] as Float64Array) : [];
    let highest = kind === 'categorical' ? (categories?.length ?? 0) - 1 : 0;
    for (const code of codes) {
      if (code > highest) highest = code;
      if (Number.isNaN(code) || (Number.isInteger(code) && code >= 0)) continue;
      throw new TitansError(
        'INVALID_ARGUMENT',
        `The categorical column "${name}" holds ${code}; a code is 0, 1, 2 and so on.`,
        { details: { column: name } },
      );
    }
    width += highest + 1;
  });
  if (width <= mostColumns) return;
  throw new TitansError(
    'LIMIT_EXCEEDED',
    `${model} takes at most ${mostColumns} columns after encoding, not ${width}. Merge rare categories or leave features out.`,
    { details: { limit: mostColumns } },
  );
}

/** A stretch of rows, so that the encoded numbers of all rows need not be held at once. */
function rowsOf(x: FeatureMatrix, from: number, to: number): FeatureMatrix {
  return { ...x, rows: to - from, columns: x.columns.map((column) => column.subarray(from, to)) };
}

/** The mean of the target. */
export function weightedMean(target: Float64Array, weights: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let row = 0; row < target.length; row++) {
    total += weights[row] as number;
    sum += (weights[row] as number) * (target[row] as number);
  }
  return sum / total;
}

/** The error for numbers that cannot be computed with. */
export function tooLarge(): TitansError {
  return new TitansError(
    'DATA_NOT_FINITE',
    'The numbers are so large that the linear model leaves the range of floating point. Rescale them.',
  );
}
