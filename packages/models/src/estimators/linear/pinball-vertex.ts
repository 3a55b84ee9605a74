import type { PinballProgram } from './pinball-program.js';

/** The sum of pinball losses. */
export function pinballSum(
  { rows, width, target, quantile }: PinballProgram,
  coefficients: Float64Array,
): number {
  let sum = 0;
  for (let row = 0; row < target.length; row++) {
    const residual = residualOf(rows, width, target, row, coefficients);
    sum += residual >= 0 ? quantile * residual : (quantile - 1) * residual;
  }
  return sum;
}

/**
 * The plane through as many rows as there are coefficients, those nearest to the plane that is given and independent of
 * one another: the vertex that an interior point is next to, where the optimum of a linear program is taken exactly.
 * `null` if the rows have no such basis.
 */
export function nearestVertex(
  { rows, width, target }: PinballProgram,
  coefficients: Float64Array,
): Float64Array | null {
  const distance = Float64Array.from(target, (_, row) => {
    let square = 0;
    for (let j = 0; j < width; j++) square += (rows[row * width + j] as number) ** 2;
    return square === 0
      ? Number.POSITIVE_INFINITY
      : Math.abs(residualOf(rows, width, target, row, coefficients)) / Math.sqrt(square);
  });
  const order = Int32Array.from(distance.keys()).sort(
    (a, b) => (distance[a] as number) - (distance[b] as number) || a - b,
  );
  // Gauss–Jordan elimination, one row at a time; a row that the ones before explain is passed over.
  const system = new Float64Array(width * (width + 1));
  const columnOf: number[] = [];
  const reduced = new Float64Array(width + 1);
  for (const row of order) {
    if (columnOf.length === width || distance[row] === Number.POSITIVE_INFINITY) break;
    let length = 0;
    for (let j = 0; j < width; j++) {
      reduced[j] = rows[row * width + j] as number;
      length = Math.max(length, Math.abs(reduced[j] as number));
    }
    reduced[width] = target[row] as number;
    columnOf.forEach((column, equation) => {
      const times = reduced[column] as number;
      if (times === 0) return;
      const from = equation * (width + 1);
      for (let j = 0; j <= width; j++) {
        reduced[j] = (reduced[j] as number) - times * (system[from + j] as number);
      }
      reduced[column] = 0;
    });
    let pivot = -1;
    for (let j = 0; j < width; j++) {
      if (Math.abs(reduced[j] as number) > Math.abs(reduced[pivot] ?? 0)) pivot = j;
    }
    if (pivot < 0 || Math.abs(reduced[pivot] as number) <= 1e-9 * length) continue;
    const scale = 1 / (reduced[pivot] as number);
    const own = columnOf.length * (width + 1);
    for (let j = 0; j <= width; j++) system[own + j] = (reduced[j] as number) * scale;
    columnOf.forEach((_, equation) => {
      const from = equation * (width + 1);
      const times = system[from + pivot] as number;
      if (times === 0) return;
      for (let j = 0; j <= width; j++) {
        system[from + j] = (system[from + j] as number) - times * (system[own + j] as number);
      }
    });
    columnOf.push(pivot);
  }
  if (columnOf.length < width) return null;
  const vertex = new Float64Array(width);
  columnOf.forEach((column, equation) => {
    vertex[column] = system[equation * (width + 1) + width] as number;
  });
  return vertex.every(Number.isFinite) ? vertex : null;
}

function residualOf(
  rows: Float64Array,
  width: number,
  target: Float64Array,
  row: number,
  coefficients: Float64Array,
): number {
  let residual = target[row] as number;
  for (let j = 0; j < width; j++) {
    residual -= (rows[row * width + j] as number) * (coefficients[j] as number);
  }
  return residual;
}
