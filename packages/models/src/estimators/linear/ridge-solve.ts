import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { tooLarge } from './linear-encoding.js';
import { addTo, dot } from './vectors.js';

/**
 * Gathers rows of a least-squares problem, block by block, into one triangle that has the same solutions: the R of
 * the QR decomposition of everything seen. Memory is that of one block, and unlike the normal equations it does not
 * square the condition number, so that nearly collinear columns lose half as many digits.
 */
export interface LeastSquaresTriangle {
  /**
   * @param columns Column-major count × (width + 2): a one, the columns, the target, each times √weight. Overwritten.
   */
  add(columns: Float64Array, count: number): void;
  /** @throws TitansError `DATA_NOT_FINITE` if the numbers overflowed on the way. */
  decompose(): LeastSquares;
}

/** A least-squares problem along its singular vectors, centred. */
export interface LeastSquares {
  readonly totalWeight: number;
  readonly columnMeans: Float64Array;
  readonly targetMean: number;
  readonly singularValues: Float64Array;
  /** Row-major, one right singular vector per row. */
  readonly directions: Float64Array;
  /**
   * Minimises |target − intercept − columns · coefficients|² + l2 · |coefficients|².
   *
   * @throws TitansError `DATA_NOT_FINITE` if the numbers overflowed on the way.
   */
  solve(l2: number): RidgeSolution;
}

export interface RidgeSolution {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

export function leastSquaresTriangle(width: number): LeastSquaresTriangle {
  const order = width + 2;
  const triangle = new Float64Array(order * order);
  let seen = 0;

  return {
    add(columns, count) {
      foldIn(triangle, order, columns, count);
      seen += count;
    },
    decompose() {
      // The first row has taken the ones out of all others: what is below it is the centred problem.
      // A NaN would keep the singular value decomposition from ever ending.
      if (!triangle.every(Number.isFinite)) throw tooLarge();
      return decomposed(Matrix.from1DArray(order, order, triangle), width, seen);
    },
  };
}

/**
 * One more block below the triangle, taken to 0 by one Householder reflection per column (Golub and Van Loan, 4th
 * edition, 5.1 and 6.5.4): each changes one row of the triangle and the block.
 */
function foldIn(triangle: Float64Array, order: number, columns: Float64Array, count: number): void {
  // Not of the last column, the target: its square might overflow, and what is left of it is not asked for.
  for (let j = 0; j < order - 1; j++) {
    const at = j * order + j;
    const pivot = triangle[at] as number;
    const reflected = columns.subarray(j * count, (j + 1) * count);
    const square = dot(reflected, reflected);
    if (square === 0) continue;
    const norm = Math.sqrt(pivot * pivot + square);
    const turned = pivot > 0 ? -norm : norm;
    const head = pivot - turned;
    // Twice the projection, as a multiple of the reflected vector, of which the pivot's part is `head`.
    const factor = -1 / (turned * head);
    triangle[at] = turned;
    for (let k = j + 1; k < order; k++) {
      const other = columns.subarray(k * count, (k + 1) * count);
      const share = factor * (head * (triangle[j * order + k] as number) + dot(reflected, other));
      triangle[j * order + k] = (triangle[j * order + k] as number) - share * head;
      addTo(other, reflected, -share);
    }
  }
}

function decomposed(triangle: Matrix, width: number, rows: number): LeastSquares {
  const scale = triangle.get(0, 0);
  const columnMeans = Float64Array.from({ length: width }, (_, j) => triangle.get(0, j + 1) / scale);
  const targetMean = triangle.get(0, width + 1) / scale;
  const singularValues = new Float64Array(width);
  const directions = new Float64Array(width * width);
  /** The target along each left singular vector. */
  const along = new Float64Array(width);
  if (width > 0) {
    const decomposition = new SingularValueDecomposition(triangle.subMatrix(1, width, 1, width));
    const { leftSingularVectors, rightSingularVectors, diagonal } = decomposition;
    diagonal.forEach((s, k) => {
      singularValues[k] = s;
      for (let i = 0; i < width; i++) {
        along[k] = (along[k] as number) + leftSingularVectors.get(i, k) * triangle.get(i + 1, width + 1);
        directions[k * width + i] = rightSingularVectors.get(i, k);
      }
    });
  }
  // Without a penalty, directions that only rounding tells from nothing must not be divided by.
  const negligible = Number.EPSILON * Math.max(rows, width) * (singularValues[0] ?? 0);

  return {
    totalWeight: scale * scale,
    columnMeans,
    targetMean,
    singularValues,
    directions,
    /** Σ v · s ÷ (s² + l2) · (u · target) over the singular triples (u, s, v) (Golub and Van Loan, 4th edition, 6.1.4). */
    solve(l2) {
      const coefficients = new Float64Array(width);
      singularValues.forEach((s, k) => {
        if (s === 0 || (l2 === 0 && s <= negligible)) return;
        const factor = (s / (s * s + l2)) * (along[k] as number);
        for (let j = 0; j < width; j++) {
          coefficients[j] = (coefficients[j] as number) + factor * (directions[k * width + j] as number);
        }
      });
      let intercept = targetMean;
      for (let j = 0; j < width; j++) {
        intercept -= (columnMeans[j] as number) * (coefficients[j] as number);
      }
      if (!(Number.isFinite(intercept) && coefficients.every(Number.isFinite))) throw tooLarge();
      return { intercept, coefficients };
    },
  };
}
