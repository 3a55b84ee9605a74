import { createRandom } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

/** A matrix of numbers, one list per column; features are named f0, f1, … */
export function matrixOf(columns: readonly ArrayLike<number>[]): FeatureMatrix {
  return {
    rows: columns[0]?.length ?? 0,
    features: columns.map((_, index) => ({ name: `f${index}`, kind: 'numeric', inputs: [] })),
    columns: columns.map((column) => Float64Array.from(column)),
  };
}

/** Columns of standard normal numbers. */
export function normalMatrix(rows: number, columns: number, seed: number): FeatureMatrix {
  const random = createRandom(seed, 'normal-matrix');
  return matrixOf(
    Array.from({ length: columns }, () => Float64Array.from({ length: rows }, () => random.normal())),
  );
}
