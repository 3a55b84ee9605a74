import { expect } from 'vitest';

const sampledRows = [0, 50, 101, 150, 203, 239];

/** Expects numbers to be close to others. */
export function expectClose(ours: ArrayLike<number>, theirs: ArrayLike<number>, tolerance: number): void {
  expect(ours).toHaveLength(theirs.length);
  for (let i = 0; i < theirs.length; i++) {
    expect(Math.abs((ours[i] as number) - (theirs[i] as number))).toBeLessThan(tolerance);
  }
}

/**
 * Expects the predictions for six rows, and the mean square of all, to be those of a library that keeps gradients in
 * single precision.
 *
 * @param width Numbers per row.
 */
export function expectSampled(
  all: Float64Array,
  width: number,
  expected: readonly number[],
  meanSquare: number,
): void {
  expectClose(
    sampledRows.flatMap((row) => [...all.subarray(row * width, (row + 1) * width)]),
    expected,
    2e-5,
  );
  const ours = all.reduce((sum, value) => sum + value * value, 0) / all.length;
  expect(Math.abs(ours / meanSquare - 1)).toBeLessThan(1e-5);
}
