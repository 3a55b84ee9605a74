import { TitansError } from '@titans/core';
import { Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';

/**
 * Gathers rows of a least-squares problem, block by block, into one triangle that has the same solutions: the R of
 * the QR decomposition of everything seen. Memory is that of one block, and unlike the normal equations it does not
 * square the condition number, so that nearly collinear columns lose half as many digits.
 */
export interface LeastSquaresTriangle {
  /**
   * @param rows Row-major count × (width + 2): a one, the columns, the target, each times √weight.
   */
  add(rows: Float64Array, count: number): void;
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
  let triangle = Matrix.zeros(order, order);
  let seen = 0;

  return {
    add(rows, count) {
      const stacked = Matrix.zeros(order + count, order);
      for (let i = 0; i < order; i++) {
        for (let j = i; j < order; j++) stacked.set(i, j, triangle.get(i, j));
      }
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < order; j++) stacked.set(order + i, j, rows[i * order + j] as number);
      }
      triangle = new QrDecomposition(stacked).upperTriangularMatrix;
      seen += count;
    },
    solve(l2) {
      // The first row has taken the ones out of all others: what is below it is the centred problem.
      // A NaN would keep the singular value decomposition from ever ending.
      if (!triangle.to1DArray().every(Number.isFinite)) throw tooLarge();
      const coefficients = width === 0 ? new Float64Array(0) : shrunken(triangle, width, l2, seen);
      let intercept = triangle.get(0, width + 1);
      for (let j = 0; j < width; j++) intercept -= triangle.get(0, j + 1) * (coefficients[j] as number);
      intercept /= triangle.get(0, 0);
      if (!(Number.isFinite(intercept) && coefficients.every(Number.isFinite))) throw tooLarge();
      return { intercept, coefficients };
    },
  };
}

/** Σ v · s ÷ (s² + l2) · (u · target) over the singular triples (u, s, v) (Golub and Van Loan, 4th edition, 6.1.4). */
function shrunken(triangle: Matrix, width: number, l2: number, rows: number): Float64Array {
  const columns = triangle.subMatrix(1, width, 1, width);
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(columns);
  // Without a penalty, directions that only rounding tells from nothing must not be divided by.
  const negligible = Number.EPSILON * Math.max(rows, width) * (diagonal[0] ?? 0);
  const coefficients = new Float64Array(width);
  diagonal.forEach((s, k) => {
    if (s === 0 || (l2 === 0 && s <= negligible)) return;
    let along = 0;
    for (let i = 0; i < width; i++) along += leftSingularVectors.get(i, k) * triangle.get(i + 1, width + 1);
    const factor = (s / (s * s + l2)) * along;
    for (let j = 0; j < width; j++) {
      coefficients[j] = (coefficients[j] as number) + factor * rightSingularVectors.get(j, k);
    }
  });
  return coefficients;
}

/** The error for numbers that cannot be computed with. */
export function tooLarge(): TitansError {
  return new TitansError(
    'DATA_NOT_FINITE',
    'The numbers are so large that ridge regression leaves the range of floating point. Rescale them.',
  );
}
