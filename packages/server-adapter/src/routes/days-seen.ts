import { fromEpochDay, type TransactionTable } from '@titans/core';
import type { StoredDays } from '../model-host/stored-follower.js';

/** Remembers the first and the last day of tables. */
export function daysSeen(): { readonly seen: StoredDays | null; add(table: TransactionTable): void } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    get seen() {
      return first > last ? null : { from: fromEpochDay(first), to: fromEpochDay(last) };
    },
    add({ columns: { date } }) {
      for (const day of date) {
        first = Math.min(first, day);
        last = Math.max(last, day);
      }
    },
  };
}
