import type { LeastSquares, RidgeSolution } from './ridge-solve.js';

/** Adds up, row by row, how far each of several penalties is off when the row is left out. */
export interface LeaveOneOut {
  /**
   * @param rows Row-major count × width.
   */
  add(rows: Float64Array, target: Float64Array, weights: Float64Array): void;
  /** The squared errors, times the weights, by penalty. */
  readonly squaredErrors: Float64Array;
}

/**
 * The exact errors of leaving each row out, without fitting again: residual ÷ (1 − leverage) (Allen's PRESS; Golub,
 * Heath and Wahba 1979, formula 1.2). A row that no other row speaks for, with leverage 1, counts as predicted by the
 * mean of the target.
 */
export function leaveOneOut(problem: LeastSquares, penalties: readonly number[]): LeaveOneOut {
  const { columnMeans, directions, singularValues, targetMean, totalWeight } = problem;
  const width = columnMeans.length;
  const solutions: readonly RidgeSolution[] = penalties.map((l2) => problem.solve(l2));
  const negligible = Number.EPSILON * 1e4 * (singularValues[0] ?? 0);
  const squaredErrors = new Float64Array(penalties.length);
  const along = new Float64Array(width);

  return {
    squaredErrors,
    add(rows, target, weights) {
      for (let row = 0; row < target.length; row++) {
        const weight = weights[row] as number;
        if (weight === 0) continue;
        const from = row * width;
        for (let k = 0; k < width; k++) {
          let sum = 0;
          for (let j = 0; j < width; j++) {
            sum +=
              ((rows[from + j] as number) - (columnMeans[j] as number)) *
              (directions[k * width + j] as number);
          }
          along[k] = sum * sum;
        }
        solutions.forEach(({ intercept, coefficients }, place) => {
          const l2 = penalties[place] as number;
          let leverage = 1 / totalWeight;
          for (let k = 0; k < width; k++) {
            const s = singularValues[k] as number;
            if (s > negligible || l2 > 0) leverage += (along[k] as number) / (s * s + l2);
          }
          let residual = (target[row] as number) - intercept;
          for (let j = 0; j < width; j++) {
            residual -= (coefficients[j] as number) * (rows[from + j] as number);
          }
          const left = 1 - weight * leverage;
          const error = left > 1e-10 ? residual / left : (target[row] as number) - targetMean;
          squaredErrors[place] = (squaredErrors[place] as number) + weight * error * error;
        });
      }
    },
  };
}
