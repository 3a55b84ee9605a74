import type { FitOptions, FittedRegressor, Regressor } from '../../estimators/estimator.js';
import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import { looksBackOn } from '../../features/look-back.js';

/**
 * Copies of the rows that know less: a third lack the category, a third what earlier rows tell, a third both. Who asks
 * for an amount often has neither, while in training the category may be missing of income alone and the history of
 * the oldest rows alone: without such copies, what is missing would be taken for income, or for the beginning.
 */
export function blankCopies(matrix: FeatureMatrix): FeatureMatrix {
  const columns = matrix.columns.map((column, index) => {
    const isCategory = matrix.features[index]?.inputs.includes('category') === true;
    const isHistory = looksBackOn(matrix.features[index] as FeatureDescription);
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

/** Rows from which half of them are blanked in place of being copied. */
const manyRows = 3_000;

/** Fits on rows that know all and rows that know less, as many of each: copies, or every other row of many. */
export async function fitWithBlanks(
  estimator: Regressor,
  matrix: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<FittedRegressor> {
  const copies = blankCopies(matrix);
  if (matrix.rows >= manyRows) {
    const columns = matrix.columns.map((column, index) =>
      column.map((value, row) => (row % 2 === 0 ? value : (copies.columns[index]?.[row] as number))),
    );
    return estimator.fit({ ...matrix, columns }, target, options);
  }
  const columns = matrix.columns.map((column, index) =>
    joined(column, copies.columns[index] as Float64Array),
  );
  return estimator.fit({ ...matrix, rows: 2 * matrix.rows, columns }, joined(target, target), options);
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
