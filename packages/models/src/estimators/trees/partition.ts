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
