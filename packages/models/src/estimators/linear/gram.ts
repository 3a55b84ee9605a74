import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Pace } from '../pace.js';
import { type LinearEncoding, tooLarge } from './linear-encoding.js';

/** A least-squares problem by its second moments: all that coordinate descent looks at, whatever the number of rows. */
export interface Gram {
  readonly width: number;
  /** Mean of column i times column j, row-major. */
  readonly columns: Float64Array;
  /** Mean of each column times the target. */
  readonly target: Float64Array;
  /** Mean square of the target. */
  readonly targetSquare: number;
  /** What was taken off each column and off the target: their means, or 0 without an intercept. */
  readonly columnMeans: Float64Array;
  readonly targetMean: number;
}

const rowsAtOnce = 1024;

/**
 * Gathers the weighted second moments in two passes over blocks of rows: the means first, so that nothing is lost to
 * columns far from 0.
 *
 * @throws TitansError `DATA_NOT_FINITE` if the numbers overflow, `ABORTED`.
 */
export async function gramOf(
  encoding: LinearEncoding,
  x: FeatureMatrix,
  target: Float64Array,
  weights: Float64Array,
  intercept: boolean,
  step: Pace,
): Promise<Gram> {
  const { width } = encoding;
  const columnMeans = new Float64Array(width);
  let targetMean = 0;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const passes = intercept ? 2 : 1;
  const blocks = async (visit: (encoded: Float64Array, from: number, to: number) => void, pass: number) => {
    for (let from = 0; from < x.rows; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, x.rows);
      visit(encoding.encodeRows(x, from, to), from, to);
      await step(pass * x.rows + to, passes * x.rows);
    }
  };

  if (intercept) {
    await blocks((encoded, from, to) => {
      for (let row = from; row < to; row++) {
        const weight = (weights[row] as number) / total;
        targetMean += weight * (target[row] as number);
        for (let j = 0; j < width; j++) {
          columnMeans[j] =
            (columnMeans[j] as number) + weight * (encoded[(row - from) * width + j] as number);
        }
      }
    }, 0);
  }
  const columns = new Float64Array(width * width);
  const withTarget = new Float64Array(width);
  let targetSquare = 0;
  const centred = new Float64Array(width);
  await blocks((encoded, from, to) => {
    for (let row = from; row < to; row++) {
      const weight = (weights[row] as number) / total;
      if (weight === 0) continue;
      const value = (target[row] as number) - targetMean;
      targetSquare += weight * value * value;
      for (let j = 0; j < width; j++) {
        centred[j] = (encoded[(row - from) * width + j] as number) - (columnMeans[j] as number);
      }
      for (let j = 0; j < width; j++) {
        const scaled = weight * (centred[j] as number);
        if (scaled === 0) continue;
        withTarget[j] = (withTarget[j] as number) + scaled * value;
        for (let k = 0; k <= j; k++) {
          columns[j * width + k] = (columns[j * width + k] as number) + scaled * (centred[k] as number);
        }
      }
    }
  }, passes - 1);
  for (let j = 0; j < width; j++) {
    for (let k = 0; k < j; k++) columns[k * width + j] = columns[j * width + k] as number;
  }
  if (
    !(Number.isFinite(targetSquare) && columns.every(Number.isFinite) && withTarget.every(Number.isFinite))
  ) {
    throw tooLarge();
  }
  return { width, columns, target: withTarget, targetSquare, columnMeans, targetMean };
}
