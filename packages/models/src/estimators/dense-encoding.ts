import { type ArtifactArray, type JsonValue, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import type { ArtifactReader } from './restoring.js';
import { columnsAsTrained, type MissingPolicy } from './training-data.js';

/** Whether numbers are standardised to mean 0 and deviation 1, or taken as they are. */
export type Scaling = 'standardise' | 'none';

/** How the columns of a matrix become the numbers that a linear model multiplies. */
export interface DenseEncoding {
  /** Names of the encoded columns: a feature's own, or `feature=category`. */
  readonly names: readonly string[];
  readonly width: number;
  /** Row-major rows × width. Throws what {@link columnsAsTrained} throws, and `DATA_NOT_FINITE` for too large numbers. */
  encode(x: FeatureMatrix): Float64Array;
  /** Column-major, else as {@link encode}. */
  encodeColumns(x: FeatureMatrix): Float64Array;
  toData(): Readonly<Record<string, JsonValue>>;
  toArrays(): Readonly<Record<string, ArtifactArray>>;
}

interface DenseEncodingParts {
  readonly featureNames: readonly string[];
  readonly names: readonly string[];
  /** Encoded columns of each feature: 1 for a number, one per category for a categorical one. */
  readonly widths: Int32Array;
  readonly categorical: Uint8Array;
  readonly mean: Float64Array;
  /** 0 for a constant column, which then contributes nothing. */
  readonly inverseDeviation: Float64Array;
}

/**
 * Learns the encoding: numbers are standardised to mean 0 and (population) standard deviation 1 unless told to be taken
 * as they are, categories are one column of 0 or 1 each. A missing number becomes the mean, a missing or new category
 * a row of zeros; whether missing values are taken at all is the policy's.
 *
 * @throws TitansError `DATA_NOT_FINITE` for numbers too large to be standardised; so does `encode`.
 */
export function fitDenseEncoding(
  x: FeatureMatrix,
  weights: Float64Array,
  policy: MissingPolicy,
  scaling: Scaling = 'standardise',
): DenseEncoding {
  const names: string[] = [];
  const widths = new Int32Array(x.columns.length);
  const categorical = new Uint8Array(x.columns.length);
  const mean = new Float64Array(x.columns.length);
  const inverseDeviation = new Float64Array(x.columns.length);
  x.columns.forEach((column, index) => {
    const feature = x.features[index];
    const name = feature?.name ?? '';
    if (feature?.kind === 'categorical') {
      const highest = column
        .filter((code) => !Number.isNaN(code))
        .reduce((most, code) => Math.max(most, code), -1);
      const width = Math.max(feature.categories?.length ?? 0, highest + 1);
      for (let code = 0; code < width; code++) names.push(`${name}=${feature.categories?.[code] ?? code}`);
      widths[index] = width;
      categorical[index] = 1;
      return;
    }
    names.push(name);
    widths[index] = 1;
    const moments = weightedMoments(column, weights);
    if (!Number.isFinite(moments.deviation)) throw tooLarge(name);
    mean[index] = moments.mean;
    inverseDeviation[index] = moments.deviation > 0 ? 1 / moments.deviation : 0;
  });
  const featureNames = x.features.map(({ name }) => name);
  return denseEncodingOf(
    { featureNames, names, widths, categorical, mean, inverseDeviation },
    policy,
    scaling,
  );
}

/** Reads back what {@link DenseEncoding.toData} and `toArrays` wrote. */
export function restoreDenseEncoding(
  artifact: ArtifactReader,
  policy: MissingPolicy,
  scaling: Scaling = 'standardise',
): DenseEncoding {
  const parts = {
    featureNames: artifact.texts('denseFeatures'),
    names: artifact.texts('denseNames'),
    widths: artifact.int32('denseWidths'),
    categorical: artifact.uint8('denseCategorical'),
    mean: artifact.float64('denseMean'),
    inverseDeviation: artifact.float64('denseInverseDeviation'),
  };
  const lengths = [parts.widths, parts.categorical, parts.mean, parts.inverseDeviation].map(
    (part) => part.length,
  );
  const width = parts.widths.reduce((sum, columns) => sum + columns, 0);
  if (lengths.some((length) => length !== parts.featureNames.length) || width !== parts.names.length) {
    throw artifact.corrupt('the encoding of its columns contradicts itself');
  }
  return denseEncodingOf(parts, policy, scaling);
}

function denseEncodingOf(parts: DenseEncodingParts, policy: MissingPolicy, scaling: Scaling): DenseEncoding {
  const { featureNames, names, widths, categorical, mean, inverseDeviation } = parts;
  const width = names.length;

  /** Row r of column c stands at r × rowStride + c × columnStride. */
  function encodeInto(x: FeatureMatrix, rowStride: number, columnStride: number): Float64Array {
    const encoded = new Float64Array(x.rows * width);
    let from = 0;
    columnsAsTrained(x, featureNames, policy).forEach((column, index) => {
      const columnWidth = widths[index] as number;
      if (categorical[index] === 1) {
        for (let row = 0; row < x.rows; row++) {
          const code = column[row] as number;
          if (code >= 0 && code < columnWidth)
            encoded[from + row * rowStride + Math.floor(code) * columnStride] = 1;
        }
      } else {
        const centre = mean[index] as number;
        const isScaled = scaling === 'standardise';
        const [shift, scale] = isScaled ? [centre, inverseDeviation[index] as number] : [0, 1];
        const missing = isScaled ? 0 : centre;
        let overflow = 0;
        for (let row = 0, at = from; row < x.rows; row++, at += rowStride) {
          const value = column[row] as number;
          const moved = (value - shift) * scale;
          const isMissing = Number.isNaN(value);
          encoded[at] = isMissing ? missing : moved;
          // Zero times anything finite is zero.
          overflow += isMissing ? 0 : moved * 0;
        }
        if (overflow !== 0) throw tooLarge(featureNames[index] ?? '');
      }
      from += columnWidth * columnStride;
    });
    return encoded;
  }

  return Object.freeze({
    names: Object.freeze([...names]),
    width,
    encode: (x: FeatureMatrix) => encodeInto(x, width, 1),
    encodeColumns: (x: FeatureMatrix) => encodeInto(x, 1, x.rows),
    toData: () => ({ denseFeatures: featureNames, denseNames: names }),
    toArrays: () => ({
      denseWidths: widths,
      denseCategorical: categorical,
      denseMean: mean,
      denseInverseDeviation: inverseDeviation,
    }),
  });
}

function tooLarge(column: string): TitansError {
  return new TitansError(
    'DATA_NOT_FINITE',
    `The numbers of the column "${column}" are so large that they cannot be standardised. Rescale them.`,
    { details: { column } },
  );
}

/** Weighted mean and population standard deviation of the values that are not NaN, in two passes. */
function weightedMoments(column: Float64Array, weights: Float64Array): { mean: number; deviation: number } {
  let total = 0;
  let sum = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (Number.isNaN(value)) continue;
    total += weights[row] as number;
    sum += value * (weights[row] as number);
  }
  if (total === 0) return { mean: 0, deviation: 0 };
  const mean = sum / total;
  let squared = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (!Number.isNaN(value)) squared += (weights[row] as number) * (value - mean) ** 2;
  }
  const deviation = Math.sqrt(squared / total);
  // A constant column may keep rounding noise; dividing by it would blow new values up.
  return { mean, deviation: deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? deviation : 0 };
}
