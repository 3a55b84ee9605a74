import {
  type CurrencyCode,
  formatMinor,
  fromEpochDay,
  type TransactionTable,
  type TransactionType,
  valueAt,
} from '@titans/core';
import { spreadOf } from './spread.js';
import type { CategorySpread, OutlierSummary } from './transaction-profile.js';

const mostOutliers = 20;
const fewestRows = 4;

/** What lies far out among some rows; `null` without rows. */
export function outliersOf(
  table: TransactionTable,
  rows: Uint32Array,
  currency: CurrencyCode,
): OutlierSummary | null {
  if (rows.length === 0) return null;
  const { date, description, amountMinor } = table.columns;
  const minor = (row: number): number => amountMinor[row] as number;
  const { summary, lower, median, upper } = spreadOf(Float64Array.from(rows, minor).sort(), currency);
  const furthest = [...rows.filter((row) => minor(row) < lower || minor(row) > upper)]
    .sort((a, b) => Math.abs(minor(b) - median) - Math.abs(minor(a) - median) || a - b)
    .slice(0, mostOutliers)
    .map((row) => ({
      date: fromEpochDay(date[row] as number),
      description: valueAt(description, row) as string,
      amount: formatMinor(minor(row), currency),
    }));
  return { ...summary, furthest };
}

/** The spread of each category of one type that has rows enough for quartiles. */
export function categorySpreads(
  table: TransactionTable,
  rows: Uint32Array,
  type: TransactionType,
  currency: CurrencyCode,
): readonly CategorySpread[] {
  const { category, amountMinor } = table.columns;
  // Sorted by category and then cut: one array for all, however many categories there are.
  const sizes = new Uint32Array(category.values.length + 1);
  for (const row of rows)
    sizes[(category.codes[row] as number) + 1] = (sizes[(category.codes[row] as number) + 1] ?? 0) + 1;
  const starts = new Uint32Array(sizes.length);
  for (let group = 1; group < sizes.length; group++) {
    starts[group] = (starts[group - 1] as number) + (sizes[group - 1] as number);
  }
  const filled = starts.slice();
  const amounts = new Float64Array(rows.length);
  for (const row of rows) {
    const group = (category.codes[row] as number) + 1;
    amounts[filled[group] as number] = amountMinor[row] as number;
    filled[group] = (filled[group] as number) + 1;
  }
  const spreads: CategorySpread[] = [];
  for (const [group, start] of starts.entries()) {
    const size = sizes[group] as number;
    if (size < fewestRows) continue;
    const { summary } = spreadOf(amounts.slice(start, start + size).sort(), currency);
    const name = group === 0 ? null : (category.values[group - 1] as string);
    spreads.push({ category: name, type, rows: size, ...summary });
  }
  return spreads;
}
