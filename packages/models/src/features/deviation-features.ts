import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { TransactionField } from './feature-matrix.js';
import type { FeatureRow } from './feature-row.js';
import { payeeOf } from './payee.js';
import { addToRobust, positionOf, type RobustWindow, robustWindow } from './robust-window.js';

/** Earlier amounts that are kept per payee, category and type. */
const keptAmounts = 64;
/** Rows that must have been seen before a distance is given. */
const enoughRows = 3;
/** The least spread, on the logarithmic scale: amounts within about 10 % of each other count as equal. */
const leastDeviation = 0.1;

/**
 * How far the row's amount lies from the account's earlier amounts of one kind, in robust standard deviations of
 * ln(1 + absolute amount): positive above the median. Missing below three earlier rows.
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
      const { median, deviation } = positionOf(window);
      values[0] = (Math.log1p(Math.abs(row.amount)) - median) / Math.max(deviation, leastDeviation);
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

/** {@link amountDeviation} from the same payee, the same category, and all rows of the same type. */
export const deviationFeatures: readonly FeatureGroup[] = [
  amountDeviation('amount_vs_payee', ['description', 'merchantName'], payeeOf),
  amountDeviation('amount_vs_category', ['category'], (row) => row.category),
  amountDeviation('amount_vs_account', [], () => 'all'),
];
