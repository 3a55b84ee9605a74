import type { SparseRows } from './sparse-rows.js';

/** Sparse rows of which columns that are equal in every row are one. */
export interface MergedColumns {
  /** The rows over groups of columns; a group of m columns has √m times their value. */
  readonly rows: SparseRows;
  /** Group of each column. */
  readonly groupOf: Int32Array;
  /** Columns in each group. */
  readonly size: Int32Array;
}

/**
 * Puts equal columns together. N-grams of one word are in the same texts, and of a name that occurs once all are, so
 * few groups are left of many n-grams. A linear model penalised by the squared length of its coefficients gives equal
 * columns equal coefficients; with √m times the value, a group has √m times that coefficient, the same scores and the
 * same penalty, so that the smaller problem has the same solution.
 *
 * Groups are found by partition refinement: each row splits every group by the value there. Time and memory grow with
 * the entries; nothing is compared twice.
 */
export function mergeEqualColumns(rows: SparseRows): MergedColumns {
  const { start, column, value, width } = rows;
  const partition = partitionOf(rows);
  const groupOf = new Int32Array(width);
  const numbers = new Map<number, number>();
  for (let place = 0; place < width; place++) {
    const part = partition[place] as number;
    let group = numbers.get(part);
    if (group === undefined) {
      group = numbers.size;
      numbers.set(part, group);
    }
    groupOf[place] = group;
  }
  const size = new Int32Array(numbers.size);
  for (const group of groupOf) size[group] = (size[group] as number) + 1;

  const mergedStart = new Int32Array(rows.rows + 1);
  const mergedColumn = new Int32Array(column.length);
  const mergedValue = new Float64Array(column.length);
  const lastRow = new Int32Array(numbers.size).fill(-1);
  let used = 0;
  for (let row = 0; row < rows.rows; row++) {
    const end = start[row + 1] as number;
    for (let entry = start[row] as number; entry < end; entry++) {
      const group = groupOf[column[entry] as number] as number;
      if (lastRow[group] === row) continue;
      lastRow[group] = row;
      mergedColumn[used] = group;
      mergedValue[used++] = (value[entry] as number) * Math.sqrt(size[group] as number);
    }
    mergedStart[row + 1] = used;
  }
  return {
    rows: {
      rows: rows.rows,
      width: numbers.size,
      start: mergedStart,
      column: mergedColumn.slice(0, used),
      value: mergedValue.slice(0, used),
    },
    groupOf,
    size,
  };
}

/** A number for each column, the same for equal columns. */
function partitionOf({ rows, width, start, column, value }: SparseRows): Int32Array {
  const partOf = new Int32Array(width);
  let longest = 0;
  for (let row = 0; row < rows; row++)
    longest = Math.max(longest, (start[row + 1] as number) - (start[row] as number));
  // Never more parts than columns, and a row makes at most one new part per entry before it frees any.
  const capacity = width + longest + 1;
  const size = new Int32Array(capacity);
  const splitBy = new Int32Array(capacity).fill(-1);
  const firstChild = new Int32Array(capacity);
  const nextSibling = new Int32Array(capacity);
  const splitValue = new Float64Array(capacity);
  const emptied: number[] = [];
  let parts = 1;
  size[0] = width;

  for (let row = 0; row < rows; row++) {
    const end = start[row + 1] as number;
    const touched: number[] = [];
    for (let entry = start[row] as number; entry < end; entry++) {
      const place = column[entry] as number;
      const part = partOf[place] as number;
      if (splitBy[part] !== row) {
        splitBy[part] = row;
        firstChild[part] = -1;
        touched.push(part);
      }
      let child = firstChild[part] as number;
      while (child >= 0 && splitValue[child] !== value[entry]) child = nextSibling[child] as number;
      if (child < 0) {
        child = emptied.pop() ?? parts++;
        splitBy[child] = -1;
        splitValue[child] = value[entry] as number;
        nextSibling[child] = firstChild[part] as number;
        firstChild[part] = child;
      }
      partOf[place] = child;
      size[part] = (size[part] as number) - 1;
      size[child] = (size[child] as number) + 1;
    }
    for (const part of touched) if (size[part] === 0) emptied.push(part);
  }
  return partOf;
}
