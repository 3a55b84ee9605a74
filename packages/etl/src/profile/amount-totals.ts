import { type CurrencyCode, formatMinor, fromEpochDay } from '@titans/core';
import type { AmountSummary, GroupSummary } from './transaction-profile.js';

/** Counts, sums, extremes and dates of groups of amounts, by number of the group. */
export interface AmountTotals {
  add(group: number, minor: number, day: number): void;
  /** Groups that have a row. */
  groups(): readonly number[];
  /** The magnitude of what a group amounts to, to sort by. */
  magnitude(group: number): number;
  amounts(group: number, currency: CurrencyCode): AmountSummary;
  group(group: number, value: string | null, currency: CurrencyCode): GroupSummary;
}

/**
 * Starts so many groups without rows. Sums of whole minor units are exact as long as the magnitudes together are safe
 * integers, which the caller sees to.
 */
export function amountTotals(size: number): AmountTotals {
  const count = new Float64Array(size);
  const sum = new Float64Array(size);
  const min = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const max = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const first = new Int32Array(size).fill(2 ** 31 - 1);
  const last = new Int32Array(size).fill(-(2 ** 31));

  function amounts(group: number, currency: CurrencyCode): AmountSummary {
    const rows = count[group] as number;
    const total = sum[group] as number;
    const money = (minor: number): string | null => (rows === 0 ? null : formatMinor(minor, currency));
    return {
      count: rows,
      sum: formatMinor(total, currency),
      mean: formatMinor(rows === 0 ? 0 : divideExactly(total, rows), currency),
      min: money(min[group] as number),
      max: money(max[group] as number),
    };
  }

  return {
    add(group, minor, day) {
      count[group] = (count[group] as number) + 1;
      sum[group] = (sum[group] as number) + minor;
      if (minor < (min[group] as number)) min[group] = minor;
      if (minor > (max[group] as number)) max[group] = minor;
      if (day < (first[group] as number)) first[group] = day;
      if (day > (last[group] as number)) last[group] = day;
    },
    groups: () => Array.from(count.keys()).filter((group) => (count[group] as number) > 0),
    magnitude: (group) => Math.abs(sum[group] as number),
    amounts,
    group: (group, value, currency) => ({
      value,
      ...amounts(group, currency),
      first: fromEpochDay(first[group] as number),
      last: fromEpochDay(last[group] as number),
    }),
  };
}

/** The quotient rounded half away from zero, without a fraction on the way. */
function divideExactly(sum: number, count: number): number {
  const magnitude = BigInt(Math.abs(sum));
  const divisor = BigInt(count);
  const rounded = Number((magnitude * 2n + divisor) / (divisor * 2n));
  return sum < 0 && rounded !== 0 ? -rounded : rounded;
}
