import type { FitOptions, FittedRegressor, Regressor } from '../../estimators/estimator.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

/**
 * Copies of the rows that know less: a third lack the category, a third what earlier rows tell, a third both. Who asks
 * for an amount often has neither, while in training the category may be missing of income alone and the history of
 * the oldest rows alone: without such copies, what is missing would be taken for income, or for the beginning.
 */
export function blankCopies(matrix: FeatureMatrix): FeatureMatrix {
  const columns = matrix.columns.map((column, index) => {
    const isCategory = matrix.features[index]?.inputs.includes('category') === true;
    const isHistory = matrix.features[index]?.history !== undefined;
    return column.map((value, row) =>
      (lacksCategory(row) && isCategory) || (lacksHistory(row) && isHistory) ? Number.NaN : value,
    );
  });
  return { ...matrix, columns };
}

/** Whether the copy of a row lacks what earlier rows tell. */
export function lacksHistory(row: number): boolean {
  return row % 3 !== 1;
}

function lacksCategory(row: number): boolean {
  return row % 3 !== 0;
}

/** Fits on the rows and on their {@link blankCopies}, each at half the weight. */
export async function fitWithBlanks(
  estimator: Regressor,
  matrix: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<FittedRegressor> {
  const copies = blankCopies(matrix);
  const columns = matrix.columns.map((column, index) =>
    joined(column, copies.columns[index] as Float64Array),
  );
  const weights = new Float64Array(2 * matrix.rows).fill(0.5);
  return estimator.fit({ ...matrix, rows: 2 * matrix.rows, columns }, joined(target, target), {
    ...options,
    weights,
  });
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
