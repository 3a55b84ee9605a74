import type { TransactionType } from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { TransactionField } from './feature-matrix.js';
import type { FeatureRow } from './feature-row.js';
import { payeeOf } from './payee.js';
import { type RecentKeys, recentKeys } from './recent-keys.js';
import {
  addToRobust,
  medianAndSpreadOfSorted,
  type RobustWindow,
  rankOf,
  robustWindow,
  sortedOf,
} from './robust-window.js';

/** Earlier amounts that are kept per payee, category and type. */
const keptAmounts = 64;
/** Rows that must have been seen before a distance is given. */
const enoughRows = 3;
/** Spread that is expected before any row is seen, on the logarithmic scale, and the rows that this counts for. */
const priorDeviation = 0.5;
const priorRows = 5;

const newWindow = (): RobustWindow => robustWindow(keptAmounts);

/**
 * How far the row's amount lies from the account's earlier amounts of one kind, in robust standard deviations of
 * ln(1 + absolute amount): positive above the median. A few rows that happen to be alike prove little, so the spread
 * is drawn towards 0.5 as if five more rows had it. And the share of them that are smaller. Missing below three
 * earlier rows.
 */
function amountDeviation<Key extends TransactionField>(
  kind: string,
  inputs: readonly Key[],
  keyOf: (row: Pick<FeatureRow, Key>) => string | null,
): FeatureGroup {
  return defineFeatures<
    Record<TransactionType, RecentKeys<RobustWindow>>,
    Key | 'amount' | 'type',
    Key | 'amount' | 'type'
  >({
    features: [
      { name: `amount_vs_${kind}`, kind: 'numeric' },
      { name: `amount_rank_${kind}`, kind: 'numeric' },
    ],
    inputs: [...inputs, 'amount', 'type'],
    history: [...inputs, 'amount', 'type'],
    init: () => ({ Income: recentKeys(), Expense: recentKeys() }),
    read(state, row, values) {
      const key = keyOf(row);
      const window = key === null || row.type === null ? undefined : state[row.type].get(key);
      values.fill(Number.NaN);
      if (window === undefined || window.values.length < enoughRows || Number.isNaN(row.amount)) return;
      const sorted = sortedOf(window);
      const level = Math.log1p(Math.abs(row.amount));
      const { median, deviation } = medianAndSpreadOfSorted(sorted);
      values[0] = (level - median) / steadied(deviation, sorted.length);
      values[1] = rankOf(sorted, level);
    },
    update(state, row) {
      const key = keyOf(row);
      if (key === null || row.type === null) return;
      const window = state[row.type].meet(key, newWindow);
      addToRobust(window, Math.log1p(Math.abs(row.amount)));
    },
  });
}

/**
 * How far an amount lies from the account's earlier amounts of its payee, its category, and its type, in robust
 * standard deviations of ln(1 + absolute amount) (`amount_vs_payee`, …), and what share of these amounts are smaller,
 * equal ones counting half (`amount_rank_payee`, …). Of each kind the last 64 rows count. Missing below three.
 */
export const deviationFeatures: readonly FeatureGroup[] = [
  amountDeviation('payee', ['description', 'merchantName'], payeeOf),
  amountDeviation('category', ['category'], (row) => row.category),
  amountDeviation('account', [], () => 'all'),
];

/** The spread of some rows, drawn towards what is expected of any. */
export function steadied(deviation: number, rows: number): number {
  return (rows * deviation + priorRows * priorDeviation) / (rows + priorRows);
}
