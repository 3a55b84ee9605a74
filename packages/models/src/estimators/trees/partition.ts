import type { FeatureBins } from './binning.js';
import type { SplitCandidate } from './find-split.js';

/** For every bin of a feature, 1 if the split sends it left. */
export function leftBins(split: SplitCandidate, bins: FeatureBins): Uint8Array {
  const goesLeft = new Uint8Array(256);
  for (let bin = 0; bin < bins.count; bin++) {
    const left = split.categories
      ? ((split.categories[bin >>> 5] as number) >>> (bin & 31)) & 1
      : Number(bin <= split.bin);
    goesLeft[bin] = left;
  }
  goesLeft[bins.count] = split.missingLeft ? 1 : 0;
  return goesLeft;
}

/**
 * Reorders the rows of a node so that those whose value is up to the threshold stand first; both sides keep their
 * order.
 *
 * @param spare Room for as many rows.
 * @returns How many go left.
 */
export function partitionRowsByValue(
  rows: Uint32Array,
  column: Float64Array,
  threshold: number,
  missingLeft: boolean,
  spare: Uint32Array,
): number {
  let left = 0;
  let right = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = column[row] as number;
    if (Number.isNaN(value) ? missingLeft : value <= threshold) rows[left++] = row;
    else spare[right++] = row;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}
