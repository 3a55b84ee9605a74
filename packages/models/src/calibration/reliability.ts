import { TitansError } from '@titans/core';
import { integerWithin } from '../estimators/parameters.js';

/** Rows whose confidence fell into one bin. */
export interface ReliabilityBin {
  /** The bin holds confidences above `from` and up to `to`; the first one also 0. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Means over the rows of the bin; 0 in an empty one. */
  readonly meanConfidence: number;
  readonly accuracy: number;
}

/**
 * How often predictions of each confidence are right, in bins of equal width.
 *
 * @param confidence 0 to 1 per row.
 * @param isRight 1 or 0 per row.
 * @throws TitansError `SHAPE_MISMATCH` for unequal lengths, `DATA_INSUFFICIENT` without a row, `DATA_NOT_FINITE` for a
 * confidence outside 0 to 1.
 */
export function reliabilityCurve(
  confidence: Float64Array,
  isRight: ArrayLike<number>,
  bins = 10,
): readonly ReliabilityBin[] {
  integerWithin('bins', bins, 1, 10_000);
  if (confidence.length !== isRight.length) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `There are ${confidence.length} confidences but ${isRight.length} outcomes.`,
    );
  }
  if (confidence.length === 0) throw new TitansError('DATA_INSUFFICIENT', 'There is no row to measure on.');
  const count = new Float64Array(bins);
  const sum = new Float64Array(bins);
  const right = new Float64Array(bins);
  confidence.forEach((value, row) => {
    if (!(value >= 0 && value <= 1 + 1e-9)) {
      throw new TitansError(
        'DATA_NOT_FINITE',
        `The confidence in row ${row + 1} is ${value}, not in 0 to 1.`,
      );
    }
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(value * bins) - 1));
    count[bin] = (count[bin] as number) + 1;
    sum[bin] = (sum[bin] as number) + value;
    right[bin] = (right[bin] as number) + (isRight[row] as number);
  });
  return Array.from(count, (rows, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count: rows,
    meanConfidence: rows === 0 ? 0 : (sum[bin] as number) / rows,
    accuracy: rows === 0 ? 0 : (right[bin] as number) / rows,
  }));
}

/**
 * Expected calibration error: mean distance between confidence and accuracy over bins of equal width, weighted by
 * rows (Guo et al. 2017). Throws what {@link reliabilityCurve} throws.
 */
export function expectedCalibrationError(
  confidence: Float64Array,
  isRight: ArrayLike<number>,
  bins = 10,
): number {
  return reliabilityCurve(confidence, isRight, bins).reduce(
    (error, bin) => error + (bin.count / confidence.length) * Math.abs(bin.meanConfidence - bin.accuracy),
    0,
  );
}
