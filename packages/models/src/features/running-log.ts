import type { TransactionType } from '@titans/core';
import type { FeatureRow } from './feature-row.js';

/** Rows up to a moment, and what they amounted to in whole ten-thousandths, in which every ISO currency is exact. */
interface Totals {
  readonly at: number;
  rows: number;
  income: number;
  expense: number;
}

/**
 * Running totals of rows in the order of some clock, from which the totals of any stretch up to now are a difference:
 * whole numbers, so that the answer does not depend on where the log begins. Memory is bounded by `reach`.
 */
export interface RunningLog {
  readonly reach: number;
  entries: Totals[];
}

const parts = 10_000;
/** Entries from which those out of reach are dropped. */
const compactFrom = 32;

/** A log without rows that answers for the last `reach` units of its clock. */
export function runningLog(reach: number): RunningLog {
  return { reach, entries: [] };
}

/** Takes a row in; the clock does not go back. */
export function addToLog(log: RunningLog, at: number, row: Pick<FeatureRow, 'type' | 'amount'>): void {
  let last = log.entries.at(-1);
  if (last?.at !== at) {
    const { rows = 0, income = 0, expense = 0 } = last ?? {};
    last = { at, rows, income, expense };
    if (log.entries.length >= compactFrom) {
      // The entry before the first in reach stays: the totals in reach are counted from it.
      const first = firstSince(log, at - log.reach) - 1;
      if (first > log.entries.length / 2) log.entries = log.entries.slice(first);
    }
    log.entries.push(last);
  }
  const value = Math.round(Math.abs(row.amount) * parts);
  last.rows++;
  if (row.type === 'Income') last.income += value;
  else last.expense += value;
}

/** Rows at `from` or later. O(log n). */
export function rowsSince(log: RunningLog, from: number): number {
  const before = log.entries[firstSince(log, from) - 1];
  return (log.entries.at(-1)?.rows ?? 0) - (before?.rows ?? 0);
}

/** Sum of the absolute amounts of the rows of a type at `from` or later. O(log n). */
export function amountSince(log: RunningLog, from: number, type: TransactionType): number {
  const side = type === 'Income' ? 'income' : 'expense';
  const before = log.entries[firstSince(log, from) - 1];
  return ((log.entries.at(-1)?.[side] ?? 0) - (before?.[side] ?? 0)) / parts;
}

/** Index of the first entry at `from` or later, the length if there is none. */
function firstSince({ entries }: RunningLog, from: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Totals).at < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
