import { TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

/**
 * One feature as whole numbers in the order of its values. Forests grow far deeper than boosted trees and split where
 * few rows are left, so they take finer bins; what a split says is read from the values themselves.
 */
export interface ForestFeature {
  readonly kind: 'numeric' | 'categorical';
  /** One per row: below `count`, or `count` for a missing value. */
  readonly codes: Uint16Array;
  /** Codes of values that are not missing. */
  readonly count: number;
  /** By how many bits codes are shortened where many rows are counted by bin. */
  readonly shift: number;
  readonly values: Float64Array;
}

/** Most codes of values that are not missing: a code and the place of a row fit into one small integer together. */
export const mostCodes = 4095;
/** Most bins of values that are not missing where rows are counted by bin. */
const mostBins = 255;
const mostCategories = 255;
const rowsForQuantiles = 30_000;

/**
 * Codes of the columns: the rank of the value where there are few different ones, of its quantile where there are many.
 *
 * @param maxBins 2 to {@link mostCodes}.
 * @param used Rows that have a weight; the others have no say in where a bin ends.
 * @throws TitansError `INVALID_ARGUMENT` for a categorical feature of more than 255 categories.
 */
export function forestFeatures(
  x: FeatureMatrix,
  maxBins: number,
  used: Uint32Array,
): readonly ForestFeature[] {
  return x.columns.map((values, index): ForestFeature => {
    const feature = x.features[index];
    if (feature?.kind === 'categorical') {
      const count = categoryCount(values, feature.name, feature.categories?.length ?? 0);
      const codes = Uint16Array.from(values, (value) =>
        Number.isInteger(value) && value >= 0 && value < count ? value : count,
      );
      return { kind: 'categorical', codes, count, shift: 0, values };
    }
    const ends = binEnds(values, maxBins, used);
    const count = ends.length + 1;
    let shift = 0;
    while (ends.length >> shift >= mostBins) shift++;
    const codes = new Uint16Array(values.length);
    rankAmong(ends, values, codes);
    return { kind: 'numeric', codes, count, shift, values };
  });
}

function categoryCount(column: Float64Array, name: string, named: number): number {
  let count = Math.max(named, 1);
  for (const code of column) if (code >= count) count = Math.floor(code) + 1;
  if (count <= mostCategories) return count;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The categorical feature "${name}" has ${count} categories; trees take at most ${mostCategories}. Group the rare ones.`,
    { details: { column: name } },
  );
}

/** Largest values of all bins but the last, ascending. */
function binEnds(values: Float64Array, maxBins: number, used: Uint32Array): Float64Array {
  // Quantiles of some rows do for all, but only once it is known that there are too many values for a bin each.
  const some =
    used.length > rowsForQuantiles ? sortedValues(values, used, used.length / rowsForQuantiles) : null;
  const known = some && countDifferent(some, maxBins) > maxBins ? some : sortedValues(values, used, 1);
  const present = known.length;
  const ends: number[] = [];
  const add = (i: number): void => {
    // A bin ends where the value changes, and the last bin has no end.
    const end = known[i] as number;
    if (end < (known[present - 1] as number) && !(end <= (ends.at(-1) ?? Number.NEGATIVE_INFINITY)))
      ends.push(end);
  };
  if (countDifferent(known, maxBins) <= maxBins) for (let i = 0; i < present; i++) add(i);
  else for (let bin = 1; bin < maxBins; bin++) add(Math.floor((bin * present) / maxBins));
  return Float64Array.from(ends);
}

/** Values of every `step`th row, ascending, without the missing ones. */
function sortedValues(values: Float64Array, rows: Uint32Array, step: number): Float64Array {
  const sorted = new Float64Array(Math.ceil(rows.length / step));
  let present = 0;
  for (let at = 0; at < rows.length; at += step) {
    const value = values[rows[Math.floor(at)] as number] as number;
    if (!Number.isNaN(value)) sorted[present++] = value;
  }
  return sorted.subarray(0, present).sort();
}

/** Different values of a sorted list, or one more than `most`. */
function countDifferent(sorted: Float64Array, most: number): number {
  let different = Math.min(sorted.length, 1);
  for (let i = 1; i < sorted.length && different <= most; i++) if (sorted[i] !== sorted[i - 1]) different++;
  return different;
}

/** For each value the number of ends below it, or one more than there are ends for a missing one. */
function rankAmong(ends: Float64Array, values: Float64Array, ranks: Uint16Array): void {
  // A list of 2^n is halved without a branch, of which half would be foreseen wrongly.
  const length = 2 ** Math.ceil(Math.log2(ends.length + 1));
  const searched = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  searched.set(ends);
  const missing = ends.length + 1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    let below = 0;
    for (let half = length >> 1; half > 0; half >>= 1) {
      below += half * Number((searched[below + half - 1] as number) < value);
    }
    ranks[row] = Number.isNaN(value) ? missing : below;
  }
}
