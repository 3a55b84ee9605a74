import type { WorkOptions } from '@titans/core';

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
}
