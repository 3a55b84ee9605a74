import { type HyperLogLog, hyperLogLog } from './hyper-log-log.js';
import { type KeySet, keySet } from './key-set.js';

/** Counts distinct values: exactly up to a number, then by a sketch. */
export interface DistinctCounter {
  /** Takes a value by its hash of 64 bits. */
  addHash(high: number, low: number): void;
  /** How many there were, and whether that is exact. */
  count(): { readonly distinct: number; readonly isExact: boolean };
}

/** Distinct values that are counted exactly unless told, at 20 bytes each. */
const exactDistinct = 100_000;

/**
 * Starts a count that is exact up to `exactUpTo` distinct values; above, it has the error of {@link hyperLogLog}. Its
 * memory is bounded, and it does not depend on the order of values.
 */
export function distinctCounter(exactUpTo: number = exactDistinct): DistinctCounter {
  const sketch: HyperLogLog = hyperLogLog();
  let keys: KeySet | null = keySet(exactUpTo + 1);
  return {
    addHash(high, low) {
      sketch.addHash(high, low);
      if (keys?.addHash(high, low) && keys.size > exactUpTo) keys = null;
    },
    count: () =>
      keys === null
        ? { distinct: Math.round(sketch.estimate()), isExact: false }
        : { distinct: keys.size, isExact: true },
  };
}
