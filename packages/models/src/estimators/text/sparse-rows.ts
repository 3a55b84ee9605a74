/** Sparse rows, one after the other (CSR): row `r` holds the entries from `start[r]` to `start[r + 1]`. */
export interface SparseRows {
  readonly rows: number;
  readonly width: number;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** Euclidean length of every row, squared. */
export function squaredLengths({ rows, start, value }: SparseRows): Float64Array {
  const squared = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const end = start[row + 1] as number;
    let sum = 0;
    for (let entry = start[row] as number; entry < end; entry++) sum += (value[entry] as number) ** 2;
    squared[row] = sum;
  }
  return squared;
}
