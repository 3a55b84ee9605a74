import { matrixOf } from '../../estimators/testing/matrices.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

const rows = Array.from({ length: 60 }, (_, i) => i);

/** 60 rows of arithmetic that Python computes alike. */
export const analyticRows: FeatureMatrix = matrixOf([
  rows.map((i) => ((i * 37) % 101) / 10),
  rows.map((i) => ((i * 53) % 89) / 7),
  rows.map((i) => ((i * 29) % 61) / 3),
]);

/** sin(f0) · f1 + f2² ÷ 10. */
export function analyticModel({ columns }: FeatureMatrix): Float64Array {
  const [a, b, c] = columns as readonly [Float64Array, Float64Array, Float64Array];
  return a.map((value, row) => Math.sin(value) * (b[row] as number) + (c[row] as number) ** 2 / 10);
}
