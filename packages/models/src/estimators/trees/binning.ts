import { TitansError } from '@titans/core';
import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import { quantileOfSorted } from '../../statistics/quantile.js';
import { columnSearch } from './kernel/search-kernel.js';
import { type SortingRoom, sortedNumbers, sortingRoom } from './sort-numbers.js';

/** How the values of one feature fall into bins. A missing value has the bin `count`, after all others. */
export interface FeatureBins {
  readonly kind: 'numeric' | 'categorical';
  /** Bins of values that are not missing: at most 255, so that a code is one byte. */
  readonly count: number;
  /** Numeric: upper ends of all bins but the last, ascending; a value on an end is below it. */
  readonly thresholds: Float64Array;
}

/** A matrix as bytes, one column of bin codes per feature. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly bins: readonly FeatureBins[];
  readonly codes: readonly Uint8Array[];
}

/** Most bins of values that are not missing. */
export const mostBins = 255;
/** Rows from which quantiles are taken; more do not move them. */
const rowsForQuantiles = 200_000;

/**
 * Bins the columns: halfway between neighbouring values where there are few, at quantiles where there are many.
 *
 * @param maxBins 2 to 255.
 * @param weights Rows of weight 0 have no say in where the bins end; every row has one unless told.
 * @throws TitansError `INVALID_ARGUMENT` for a categorical feature of more than 255 categories.
 */
export function binMatrix(x: FeatureMatrix, maxBins: number, weights?: Float64Array): BinnedMatrix {
  const bin = columnBinner(x.rows, maxBins, weights);
  const columns = x.columns.map((column, index) => bin(column, x.features[index] as FeatureDescription));
  return { rows: x.rows, bins: columns.map(({ bins }) => bins), codes: columns.map(({ codes }) => codes) };
}

/** One column, binned. */
export interface BinnedColumn {
  readonly bins: FeatureBins;
  readonly codes: Uint8Array;
}

/** Makes what bins one column of so many rows after the other in the same memory, as {@link binMatrix} does. */
export function columnBinner(
  rows: number,
  maxBins: number,
  weights?: Float64Array,
): (column: Float64Array, feature: FeatureDescription) => BinnedColumn {
  const counting = weights?.includes(0)
    ? (column: Float64Array) => column.filter((_, row) => weights[row] !== 0)
    : (column: Float64Array) => column;
  const search = columnSearch(rows);
  const room = sortingRoom(Math.min(rows, rowsForQuantiles));
  return (column, { kind, name, categories }) => {
    if (kind === 'categorical') {
      const bins = categoryBins(column, name, categories?.length ?? 0);
      return { bins, codes: categoryCodes(column, bins.count) };
    }
    const bins = numericBins(counting(column), maxBins, room);
    return { bins, codes: search(column, bins.thresholds, bins.count) };
  };
}

function categoryBins(column: Float64Array, name: string, named: number): FeatureBins {
  let count = named;
  for (const code of column) if (code >= count) count = Math.floor(code) + 1;
  if (count > mostBins) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The categorical feature "${name}" has ${count} categories; trees take at most ${mostBins}. Group the rare ones.`,
      { details: { column: name } },
    );
  }
  return { kind: 'categorical', count: Math.max(count, 1), thresholds: new Float64Array(0) };
}

function numericBins(column: Float64Array, maxBins: number, room: SortingRoom): FeatureBins {
  const step = Math.max(1, Math.ceil(column.length / rowsForQuantiles));
  const sampled =
    step === 1
      ? column
      : Float64Array.from({ length: Math.ceil(column.length / step) }, (_, i) => column[i * step] as number);
  const sorted = sortedNumbers(sampled, room);
  const distinct = firstDistinct(sorted, maxBins + 1);
  const thresholds: number[] = [];
  const add = (threshold: number): void => {
    if (thresholds.length === 0 || threshold > (thresholds[thresholds.length - 1] as number)) {
      thresholds.push(threshold);
    }
  };
  if (distinct.length <= maxBins) {
    for (let i = 0; i + 1 < distinct.length; i++)
      add(between(distinct[i] as number, distinct[i + 1] as number));
  } else {
    for (let bin = 1; bin < maxBins; bin++) add(quantileOfSorted(sorted, bin / maxBins));
  }
  return { kind: 'numeric', count: thresholds.length + 1, thresholds: Float64Array.from(thresholds) };
}

/** Halfway, without overflow, and never as high as the upper of two neighbouring floats. */
export function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** Bin codes of a column of categories. One that was not there, or is no whole number, is missing. */
function categoryCodes(column: Float64Array, count: number): Uint8Array {
  return Uint8Array.from(column, (value) =>
    Number.isInteger(value) && value >= 0 && value < count ? value : count,
  );
}

/** The distinct values of a sorted list, but no more than asked for. */
function firstDistinct(sorted: Float64Array, most: number): Float64Array {
  const distinct = new Float64Array(most);
  let count = 0;
  for (let i = 0; i < sorted.length && count < most; i++) {
    const value = sorted[i] as number;
    if (count === 0 || value !== distinct[count - 1]) distinct[count++] = value;
  }
  return distinct.subarray(0, count);
}
