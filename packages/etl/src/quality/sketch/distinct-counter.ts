import { type HyperLogLog, hyperLogLog } from './hyper-log-log.js';
import { type KeySet, keySet } from './key-set.js';

/** Counts distinct values: exactly up to a number, then by a sketch. */
export interface DistinctCounter {
  /** Takes a value by its hash of 64 bits. */
  addHash(high: number, low: number): void;
  /** Takes the values of rows: two words for each, and 1 for rows that have a value. */
  addRows(hashes: Uint32Array, hasValue: Uint8Array): void;
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

  function addHash(high: number, low: number): void {
    sketch.addHash(high, low);
    if (keys?.addHash(high, low) && keys.size > exactUpTo) keys = null;
  }

  return {
    addHash,
    addRows(hashes, hasValue) {
      for (let row = 0; row < hasValue.length; row++) {
        if (hasValue[row] === 1) addHash(hashes[2 * row] as number, hashes[2 * row + 1] as number);
      }
    },
    count: () =>
      keys === null
        ? { distinct: Math.round(sketch.estimate()), isExact: false }
        : { distinct: keys.size, isExact: true },
  };
}
