import { expect } from 'vitest';
import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';

const count = 24;
const rows = Array.from({ length: count }, (_, row) => row);

/** Skewed numbers of both signs, numbers above 0, and numbers that repeat. */
export const skewed: readonly number[] = rows.map((row) => ((row * 7) % 24) ** 1.5 / 3 - 5);
export const positive: readonly number[] = rows.map((row) => Math.exp(((row * 11) % 24) / 6));
export const tied: readonly number[] = rows.map((row) => (row * 5) % 7);
export const weights: Float64Array = Float64Array.from(rows, (row) => row % 4);

export function numbers(columns: readonly (readonly number[])[]): FeatureMatrix {
  return {
    rows: columns[0]?.length ?? 0,
    features: columns.map((_, index) => ({
      name: `n${index}`,
      kind: 'numeric',
      inputs: index === 0 ? ['amount'] : ['date'],
      history: ['balance'],
      windowDays: 7,
    })),
    columns: columns.map((column) => Float64Array.from(column)),
  };
}

export const training: FeatureMatrix = numbers([skewed, positive, tied]);
export const query: FeatureMatrix = numbers([
  [-7.5, 0, 2.25, 50],
  [0.5, 3, 20, 90],
  [-1, 3, 2.5, 9],
]);

export const kinds = ['bus', 'car', 'fuel', 'rent', 'shop'] as const;
export const codes: readonly number[] = [
  0, 0, 1, 2, 4, 4, 4, 1, 0, 4, 2, 0, 0, 1, 4, 4, 3, 4, 0, 4, 1, 0, 4, 0,
];
/** The category of two rows is missing. */
export const holed: readonly number[] = codes.map((code, row) =>
  row === 3 || row === 8 ? Number.NaN : code,
);
export const targetNumbers: Float64Array = Float64Array.from(
  rows,
  (row) => ((row * 13) % 24) * 1.5 - 4 + 3 * (codes[row] as number),
);
export const binaryLabels: Int32Array = Int32Array.from(rows, (row) =>
  (row * 3 + (codes[row] as number)) % 5 < 2 ? 1 : 0,
);
export const threeLabels: Int32Array = Int32Array.from(rows, (row) => (row * 5 + (codes[row] as number)) % 3);

export function category(
  values: readonly number[],
  categories: readonly string[] = kinds,
  name: string = 'c',
): FeatureMatrix {
  const feature: FeatureDescription = { name, kind: 'categorical', inputs: ['description'], categories };
  return { rows: values.length, features: [feature], columns: [Float64Array.from(values)] };
}

/** bus, rent, fuel, a new category, and a missing one, numbered otherwise than those learned from. */
export const categoryQuery: FeatureMatrix = category(
  [2, 1, 3, 0, Number.NaN],
  ['new', 'rent', 'bus', 'fuel'],
);

/** The rows of a matrix, each as often as it counts. */
export function repeated(x: FeatureMatrix, times: Float64Array): FeatureMatrix {
  const selected = [...times].flatMap((count, row) => new Array<number>(count).fill(row));
  return {
    ...x,
    rows: selected.length,
    columns: x.columns.map((column) => Float64Array.from(selected, (row) => column[row] as number)),
  };
}

/** Fails unless every number is equal to 1e-12 of its size, or of 1 where it is smaller. */
export function expectColumns(x: FeatureMatrix, expected: readonly (readonly number[])[]): void {
  expect(x.columns).toHaveLength(expected.length);
  expected.forEach((column, index) => {
    const actual = x.columns[index] as Float64Array;
    expect(actual).toHaveLength(column.length);
    column.forEach((value, row) => {
      const difference = Math.abs((actual[row] as number) - value);
      expect(difference, `column ${index}, row ${row}: ${actual[row]} for ${value}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(value)),
      );
    });
  });
}
