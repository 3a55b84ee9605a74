import type { WorkOptions } from '@titans/core';
import type { FitOptions } from '../estimators/estimator.js';
import type { WorkerPool } from '../estimators/parallel/worker-pool.js';
import type { HeldOutRows } from './held-out-rows.js';

/**
 * How much is tried. `standard` compares every candidate; `quick` trains the one that is right most often and
 * measures it once. Both are deterministic: neither looks at the clock.
 */
export type Budget = 'standard' | 'quick';

/** What every task's training takes. */
export interface TaskOptions extends WorkOptions {
  /** A safe integer. */
  readonly seed: number;
  readonly budget: Budget;
  readonly workers?: WorkerPool;
  /** Told what the measurements rest on. */
  readonly onHeldOut?: (rows: HeldOutRows) => void;
}

/** What of it a fit takes. Fits are quick beside the whole, so that they report nothing. */
export function fitOptions({ seed, signal, workers }: TaskOptions): FitOptions {
  return {
    seed,
    ...(signal === undefined ? {} : { signal }),
    ...(workers === undefined ? {} : { workers }),
  };
}
