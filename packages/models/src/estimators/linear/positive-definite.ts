/**
 * The Cholesky factor of a symmetric matrix, in place of its lower triangle. A pivot that is not above `least` times its
 * own diagonal makes its column one of zeros: that direction depends on the ones before, and is left out.
 *
 * @param matrix Row-major size × size; overwritten.
 * @returns 1 for each column that was kept.
 */
export function factorise(matrix: Float64Array, size: number, least: number): Uint8Array {
  const kept = new Uint8Array(size);
  for (let j = 0; j < size; j++) {
    const diagonal = matrix[j * size + j] as number;
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= (matrix[j * size + k] as number) ** 2;
    if (!(pivot > least * diagonal)) {
      for (let i = j; i < size; i++) matrix[i * size + j] = 0;
      continue;
    }
    kept[j] = 1;
    const root = Math.sqrt(pivot);
    matrix[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i * size + j] as number;
      for (let k = 0; k < j; k++) {
        sum -= (matrix[i * size + k] as number) * (matrix[j * size + k] as number);
      }
      matrix[i * size + j] = sum / root;
    }
  }
  return kept;
}

/** Solves with what {@link factorise} gave, in place; columns that were left out get 0. */
export function solveFactorised(
  factor: Float64Array,
  size: number,
  kept: Uint8Array,
  values: Float64Array,
): void {
  for (let i = 0; i < size; i++) {
    if (kept[i] === 0) {
      values[i] = 0;
      continue;
    }
    let sum = values[i] as number;
    for (let k = 0; k < i; k++) sum -= (factor[i * size + k] as number) * (values[k] as number);
    values[i] = sum / (factor[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    if (kept[i] === 0) continue;
    let sum = values[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (factor[k * size + i] as number) * (values[k] as number);
    values[i] = sum / (factor[i * size + i] as number);
  }
}
