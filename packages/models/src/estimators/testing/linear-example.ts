import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { matrixOf } from './matrices.js';

const rows = Array.from({ length: 24 }, (_, i) => i);
const a = rows.map((i) => ((i * 7) % 11) / 2 - 1.5);
const b = rows.map((i) => ((i * 5) % 13) * 100);
const category = rows.map((i) => Math.floor(i / 2) % 3);

/** Two numbers of different size and a category of three, in 24 rows that Python computes alike. */
export const linearRows: FeatureMatrix = mixedMatrix([a, b, category]);

export const linearTarget: Float64Array = Float64Array.from(
  rows,
  (i) =>
    3 * (a[i] as number) -
    0.02 * (b[i] as number) +
    ([5, -4, 1][category[i] as number] as number) +
    ((i * 17) % 7) / 3 +
    1000,
);

/** One of them 0. */
export const linearWeights: Float64Array = Float64Array.from(rows, (i) => (i === 3 ? 0 : 1 + (i % 5) / 2));

export const twoLabels: Int32Array = Int32Array.from(rows, (i) => ((i * 5) % 7 < 3 ? 1 : 0));
export const threeLabels: Int32Array = Int32Array.from(rows, (i) => (i * i * 3 + Math.floor(i / 4)) % 3);

/** Columns f0 and f1 of numbers, and `kind` of the categories a, b and c. */
export function mixedMatrix(columns: readonly (readonly number[])[]): FeatureMatrix {
  const x = matrixOf(columns);
  return {
    ...x,
    features: [
      ...x.features.slice(0, 2),
      { name: 'kind', kind: 'categorical', inputs: [], categories: ['a', 'b', 'c'] },
    ],
  };
}
