import { normalMatrix } from '../../estimators/testing/matrices.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { MeasuredModel, ModelComparison } from '../index.js';

/** Rows of the example. */
export const rows = 150;
export const x: FeatureMatrix = normalMatrix(rows, 4, 11);
export const column = (k: number): Float64Array => x.columns[k] as Float64Array;
export const target: Float64Array = Float64Array.from(
  { length: rows },
  (_, row) => 2 * (column(0)[row] as number) - (column(1)[row] as number) + (column(3)[row] as number) / 2,
);
export const labels: Int32Array = Int32Array.from(target, (value) => (value > 1 ? 2 : value > -1 ? 1 : 0));
export const classes: readonly string[] = ['low', 'middle', 'high'];
/** Options of a quick comparison. */
export const quick = { resamples: 100, seed: 5 };
export const pick = (of: ArrayLike<number>, from: Int32Array): Float64Array =>
  Float64Array.from(from, (row) => of[row] as number);

/** @throws Error if the model was not measured. */
export function measuredIn(comparison: ModelComparison, name: string): MeasuredModel {
  const model = comparison.models.find((other) => other.name === name);
  if (model?.status !== 'measured') throw new Error(`${name} was not measured`);
  return model;
}
