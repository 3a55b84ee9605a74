import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { Pace } from '../pace.js';
import { type LinearEncoding, tooLarge } from './linear-encoding.js';
import { dot } from './vectors.js';

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
  const shares = weights.map((weight) => weight / total);
  const passes = intercept ? 2 : 1;
  const blocks = async (visit: (encoded: Float64Array, from: number, to: number) => void, pass: number) => {
    for (let from = 0; from < x.rows; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, x.rows);
      visit(encoding.encodeColumns(x, from, to), from, to);
      await step(pass * x.rows + to, passes * x.rows);
    }
  };

  if (intercept) {
    await blocks((encoded, from, to) => {
      const count = to - from;
      const share = shares.subarray(from, to);
      targetMean += dot(share, target.subarray(from, to));
      for (let j = 0; j < width; j++) {
        const column = encoded.subarray(j * count, (j + 1) * count);
        columnMeans[j] = (columnMeans[j] as number) + dot(share, column);
      }
    }, 0);
  }
  const columns = new Float64Array(width * width);
  const withTarget = new Float64Array(width);
  let targetSquare = 0;
  await blocks((encoded, from, to) => {
    const count = to - from;
    const share = shares.subarray(from, to);
    const centred = Array.from({ length: width }, (_, j) => {
      const column = encoded.subarray(j * count, (j + 1) * count);
      const mean = columnMeans[j] as number;
      for (let row = 0; row < count; row++) column[row] = (column[row] as number) - mean;
      return column;
    });
    const values = target.subarray(from, to).map((value) => value - targetMean);
    const scaled = values.map((value, row) => value * (share[row] as number));
    targetSquare += dot(values, scaled);
    for (let j = 0; j < width; j++) {
      const column = centred[j] as Float64Array;
      withTarget[j] = (withTarget[j] as number) + dot(column, scaled);
    }
    for (let j = 0; j < width; j++) {
      const column = centred[j] as Float64Array;
      for (let row = 0; row < count; row++) scaled[row] = (column[row] as number) * (share[row] as number);
      for (let k = 0; k <= j; k++) {
        const at = j * width + k;
        columns[at] = (columns[at] as number) + dot(scaled, centred[k] as Float64Array);
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
