import { paymentMethods } from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';
import { recentKeys } from './recent-keys.js';

/** Earlier rows that the mean of all rows counts for in `category_avg_amount`. */
const priorRows = 3;

/** Share of the account's earlier rows that have the row's category; missing without a category or earlier rows. */
export const categoryFrequency: FeatureGroup = defineFeatures({
  features: [{ name: 'category_frequency', kind: 'numeric' }],
  inputs: ['category'],
  history: ['category'],
  init: () => ({ rows: 0, byCategory: recentKeys<{ rows: number }>() }),
  read(state, row, values) {
    values[0] =
      row.category === null || state.rows === 0
        ? Number.NaN
        : (state.byCategory.get(row.category)?.rows ?? 0) / state.rows;
  },
  update(state, row) {
    if (row.category === null) return;
    state.rows++;
    state.byCategory.meet(row.category, () => ({ rows: 0 })).rows++;
  },
});

/**
 * Mean absolute amount of the account's earlier rows of the row's category, drawn towards the mean of all its
 * categorised rows as if three more rows had that mean. Missing without a category or earlier rows.
 */
export const categoryAmount: FeatureGroup = defineFeatures({
  features: [{ name: 'category_avg_amount', kind: 'numeric' }],
  inputs: ['category'],
  history: ['category', 'amount'],
  init: () => ({ rows: 0, total: 0, byCategory: recentKeys<{ rows: number; total: number }>() }),
  read(state, row, values) {
    if (row.category === null || state.rows === 0) {
      values[0] = Number.NaN;
      return;
    }
    const { rows, total } = state.byCategory.get(row.category) ?? { rows: 0, total: 0 };
    values[0] = (total + (priorRows * state.total) / state.rows) / (rows + priorRows);
  },
  update(state, row) {
    if (row.category === null) return;
    const absolute = Math.abs(row.amount);
    const seen = state.byCategory.meet(row.category, () => ({ rows: 0, total: 0 }));
    seen.rows++;
    seen.total += absolute;
    state.rows++;
    state.total += absolute;
  },
});

/** How the row was paid. */
export const paymentMethod: FeatureGroup = defineFeatures({
  features: [
    {
      name: 'payment_method',
      kind: 'categorical',
      categories: paymentMethods.filter((method) => method !== 'unknown'),
    },
  ],
  inputs: ['paymentMethod'],
  init: () => null,
  read(_state, row, values) {
    values[0] = row.paymentMethod === null ? Number.NaN : paymentMethods.indexOf(row.paymentMethod);
  },
});

/** Share of the account's earlier rows that were paid as the row was; missing if that is not known. */
export const paymentFrequency: FeatureGroup = defineFeatures({
  features: [{ name: 'payment_frequency', kind: 'numeric' }],
  inputs: ['paymentMethod'],
  history: ['paymentMethod'],
  init: () => ({ rows: 0, byMethod: new Map<string, number>() }),
  read(state, { paymentMethod: method }, values) {
    values[0] =
      method === null || state.rows === 0 ? Number.NaN : (state.byMethod.get(method) ?? 0) / state.rows;
  },
  update(state, row) {
    if (row.paymentMethod === null) return;
    state.rows++;
    state.byMethod.set(row.paymentMethod, (state.byMethod.get(row.paymentMethod) ?? 0) + 1);
  },
});
