import type { FeatureMatrix } from '../../features/feature-matrix.js';

const count = 240;
const rows = Array.from({ length: count }, (_, i) => i);

function matrix(columns: readonly (readonly number[])[]): FeatureMatrix {
  return {
    rows: columns[0]?.length ?? 0,
    features: ['x0', 'x1', 'x2', 'x3'].map((name) => ({ name, kind: 'numeric', inputs: [] })),
    columns: columns.map((column) => Float64Array.from(column)),
  };
}

const x0 = rows.map((i) => ((i * 37) % 101) / 10);
const x1 = rows.map((i) => ((i * 53) % 89) / 7);
const x2 = rows.map((i) => (i % 6 === 0 ? Number.NaN : ((i * 29) % 61) / 3));
const x3 = rows.map((i) => (i * 7) % 5);

/** 240 rows of arithmetic that Python computes alike; x2 misses every sixth value. */
export const trainingRows: FeatureMatrix = matrix([x0, x1, x2, x3]);

export const trainingTarget: Float64Array = Float64Array.from(rows, (i) => {
  const [a, b, c, d] = [x0[i] as number, x1[i] as number, x2[i] as number, x3[i] as number];
  const value =
    2 * a -
    0.3 * b ** 2 +
    (Number.isNaN(c) ? 5 : c) +
    (d === 2 ? 8 : 0) -
    (d === 4 ? 6 : 0) +
    ((i * 17) % 13) / 4;
  return Math.round(value * 1e6) / 1e6;
});

export const queryRows: FeatureMatrix = matrix([
  [1.23, 7.7, 0.05, 9.9, 5],
  [4.5, 11.1, 0.2, 12.4, 6],
  [Number.NaN, 3.3, 19.9, Number.NaN, 10],
  [2, 0, 4, 1, 3],
]);

/** The same matrix with x3 as categories. */
export function withCategories(x: FeatureMatrix): FeatureMatrix {
  return {
    ...x,
    features: x.features.map((feature) =>
      feature.name === 'x3' ? { ...feature, kind: 'categorical' } : feature,
    ),
  };
}
