import type { ColumnSketch } from './column-sketch.js';

/** Whether a column has no value: then it has no kind of its own, whatever it was taken for. */
export function isEmptyColumn(column: ColumnSketch): boolean {
  if (column.kind === 'numeric') return column.cells.values.length === 0;
  return column.kind === 'text' ? column.moments.texts === 0 : column.categories.labels.length === 0;
}

/** A column of the same kind and grid without a value. */
export function emptyColumnLike(column: ColumnSketch): ColumnSketch {
  const none = new Float64Array(0);
  if (column.kind === 'numeric') return { ...column, cells: { ...column.cells, values: none, counts: none } };
  if (column.kind === 'categorical') {
    return { ...column, categories: { ...column.categories, labels: [], counts: none } };
  }
  const { sums, products } = column.moments;
  return { ...column, moments: { texts: 0, sums: sums.map(() => 0), products: products.map(() => 0) } };
}
