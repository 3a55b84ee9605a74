import type { Regressor } from '../../estimators/estimator.js';
import { matrixOf } from '../../estimators/testing/matrices.js';
import { kFold, type Split, type TargetData } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

/** Rows of the example. */
export const n = 24;
export const x1: readonly number[] = Array.from({ length: n }, (_, i) => ((i * 7) % 11) / 2);
export const x2: readonly number[] = Array.from({ length: n }, (_, i) => ((i * 5) % 13) - 6);
export const target: Float64Array = Float64Array.from(
  { length: n },
  (_, i) => 1.5 * (x1[i] as number) - 0.7 * (x2[i] as number) + (((i * 3) % 5) - 2) * 0.9,
);
export const data: TargetData<FeatureMatrix> = { x: matrixOf([x1, x2]), target };
export const folds: readonly Split[] = kFold(n, { folds: 4, shuffle: false });
export const penalties: { readonly l2: readonly number[] } = { l2: [0.1, 1, 3, 10, 100] };

/** Predicts the mean of the target plus a bias. `work` is done in each fit and may report its progress. */
export function biased(bias: number, work: (report: () => void) => void = () => undefined): Regressor {
  return {
    name: 'biased',
    async fit(_matrix, y, options) {
      work(() => {
        options?.onProgress?.({ stage: 'biased', done: 1, unit: 'steps' });
        options?.signal?.throwIfAborted();
      });
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      return {
        predict: (of) => new Float64Array(of.rows).fill(mean + bias),
        toArtifact: () => ({ kind: 'biased', version: 1, data: { bias }, arrays: {} }),
      };
    },
  };
}

/** A clock that only moves when it is told to. */
export function handClock(): { readonly clock: () => number; pass(ms: number): void } {
  let now = 1000;
  return {
    clock: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}
