import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { TransactionField } from './feature-matrix.js';
import type { FeatureRow } from './feature-row.js';
import { payeeOf } from './payee.js';
import { addToRobust, medianAndSpread, type RobustWindow, robustWindow } from './robust-window.js';

/** Earlier amounts that are kept per payee, category and type. */
const keptAmounts = 64;
/** Rows that must have been seen before a distance is given. */
const enoughRows = 3;
/** Spread that is expected before any row is seen, on the logarithmic scale, and the rows that this counts for. */
const priorDeviation = 0.5;
const priorRows = 5;

/**
 * How far the row's amount lies from the account's earlier amounts of one kind, in robust standard deviations of
 * ln(1 + absolute amount): positive above the median. A few rows that happen to be alike prove little, so the spread
 * is drawn towards 0.5 as if five more rows had it. Missing below three earlier rows.
 */
function amountDeviation<Key extends TransactionField>(
  name: string,
  inputs: readonly Key[],
  keyOf: (row: Pick<FeatureRow, Key>) => string | null,
): FeatureGroup {
  return defineFeatures<Map<string, RobustWindow>, Key | 'amount' | 'type', Key | 'amount' | 'type'>({
    features: [{ name, kind: 'numeric' }],
    inputs: [...inputs, 'amount', 'type'],
    history: [...inputs, 'amount', 'type'],
    init: () => new Map<string, RobustWindow>(),
    read(state, row, values) {
      const key = keyOf(row);
      const window = key === null ? undefined : state.get(`${row.type} ${key}`);
      values[0] = Number.NaN;
      if (window === undefined || window.values.length < enoughRows) return;
      const { median, deviation } = medianAndSpread(window.values);
      values[0] = (Math.log1p(Math.abs(row.amount)) - median) / steadied(deviation, window.values.length);
    },
    update(state, row) {
      const key = keyOf(row);
      if (key === null) return;
      let window = state.get(`${row.type} ${key}`);
      if (window === undefined) {
        window = robustWindow(keptAmounts);
        state.set(`${row.type} ${key}`, window);
      }
      addToRobust(window, Math.log1p(Math.abs(row.amount)));
    },
  });
}

/**
 * How far an amount lies from the account's earlier amounts of its payee, its category, and its type, in robust
 * standard deviations of ln(1 + absolute amount). Missing below three earlier rows.
 */
export const deviationFeatures: readonly FeatureGroup[] = [
  amountDeviation('amount_vs_payee', ['description', 'merchantName'], payeeOf),
  amountDeviation('amount_vs_category', ['category'], (row) => row.category),
  amountDeviation('amount_vs_account', [], () => 'all'),
];

/** The spread of some rows, drawn towards what is expected of any. */
export function steadied(deviation: number, rows: number): number {
  return (rows * deviation + priorRows * priorDeviation) / (rows + priorRows);
}
