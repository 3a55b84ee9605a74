import type { SparseRows } from '../sparse-rows.js';

/** A matrix, row by row, without its zeros. */
export function sparseRows(matrix: readonly (readonly number[])[]): SparseRows {
  const entries = matrix.map((row) => [...row.entries()].filter(([, value]) => value !== 0));
  const start = new Int32Array(matrix.length + 1);
  entries.forEach((row, at) => {
    start[at + 1] = (start[at] as number) + row.length;
  });
  return {
    rows: matrix.length,
    width: matrix[0]?.length ?? 0,
    start,
    column: Int32Array.from(entries.flat(), ([column]) => column),
    value: Float64Array.from(entries.flat(), ([, value]) => value),
  };
}
