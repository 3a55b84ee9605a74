/** Sparse rows, one after the other (CSR): row `r` holds the entries from `start[r]` to `start[r + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** A growing list of sparse rows. */
export interface SparseRowsBuilder {
  append(columns: ArrayLike<number>, values: ArrayLike<number>, count: number): void;
  build(width: number): SparseRows;
}

/** Collects rows of unknown length; memory doubles as it fills. */
export function sparseRowsBuilder(): SparseRowsBuilder {
  let column = new Int32Array(1024);
  let value = new Float64Array(1024);
  let used = 0;
  const starts: number[] = [0];
  return {
    append(columns, values, count) {
      if (used + count > column.length) {
        const capacity = Math.max(column.length * 2, used + count);
        const [grownColumn, grownValue] = [new Int32Array(capacity), new Float64Array(capacity)];
        grownColumn.set(column);
        grownValue.set(value);
        [column, value] = [grownColumn, grownValue];
      }
      for (let i = 0; i < count; i++) {
        column[used + i] = columns[i] as number;
        value[used + i] = values[i] as number;
      }
      used += count;
      starts.push(used);
    },
    build: (width) => ({
      rows: starts.length - 1,
      width,
      start: Int32Array.from(starts),
      column: column.slice(0, used),
      value: value.slice(0, used),
    }),
  };
}
