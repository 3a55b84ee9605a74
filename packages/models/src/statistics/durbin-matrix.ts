/** Powers of two that are taken out of a matrix before it overflows. */
const scale = 2 ** 400;

/**
 * P(Dₙ < distance) of Kolmogorov's statistic of `n` values, exactly: Durbin's matrix (1973) raised to the power n, in
 * the form of Marsaglia, Tsang and Wang (2003). O((n · distance)³ log n).
 */
export function durbinMatrix(n: number, distance: number): number {
  const k = Math.ceil(n * distance);
  const h = k - n * distance;
  const size = 2 * k - 1;
  let base: ScaledMatrix = { cells: startMatrix(size, h), exponent: 0 };
  let power: ScaledMatrix = { cells: identity(size), exponent: 0 };
  const middle = (k - 1) * size + k - 1;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = product(power, base, size, middle);
    if (rest > 1) base = product(base, base, size, middle);
  }
  // n! ÷ nⁿ, one factor at a time, so that neither end of the range of numbers is reached.
  let [value, exponent] = [power.cells[middle] as number, power.exponent];
  for (let i = 1; i <= n; i++) {
    value = (i * value) / n;
    if (value < 1 / scale) {
      value *= scale;
      exponent--;
    }
  }
  return value * scale ** exponent;
}

interface ScaledMatrix {
  readonly cells: Float64Array;
  readonly exponent: number;
}

function startMatrix(size: number, h: number): Float64Array {
  const cells = new Float64Array(size * size);
  let factorial = 1;
  const inverse = Float64Array.from({ length: size + 1 }, (_, j) => {
    if (j > 0) factorial /= j;
    return factorial;
  });
  for (let row = 0; row < size; row++) {
    for (let column = 1; column <= Math.min(size - 1, row + 1); column++) {
      cells[row * size + column] = inverse[row - column + 1] as number;
    }
  }
  for (let row = 0; row < size; row++) {
    const edge = (1 - h ** (row + 1)) * (inverse[row + 1] as number);
    cells[row * size] = edge;
    cells[(size - 1) * size + (size - 1 - row)] = edge;
  }
  cells[(size - 1) * size] = (1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size) * (inverse[size] as number);
  return cells;
}

function identity(size: number): Float64Array {
  const cells = new Float64Array(size * size);
  for (let i = 0; i < size; i++) cells[i * size + i] = 1;
  return cells;
}

function product(a: ScaledMatrix, b: ScaledMatrix, size: number, middle: number): ScaledMatrix {
  const cells = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a.cells[row * size + inner] as number;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        cells[at] = (cells[at] as number) + factor * (b.cells[inner * size + column] as number);
      }
    }
  }
  let exponent = a.exponent + b.exponent;
  if ((cells[middle] as number) > 1e120) {
    for (let at = 0; at < cells.length; at++) cells[at] = (cells[at] as number) / scale;
    exponent++;
  }
  return { cells, exponent };
}
