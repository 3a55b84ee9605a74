import { addToDay, type DayWindow, dayWindow, momentsSince } from './day-window.js';
import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { TransactionField } from './feature-matrix.js';
import { payeeOf } from './payee.js';
import { type RecentKeys, recentKeys } from './recent-keys.js';

/** Earlier rows of the account that have the row's category, and whether there is none. */
export const categoryNovelty: FeatureGroup = familiarity('category', ['category_count', 'is_new_category']);

/** Whether none of the account's earlier rows has the row's location. */
export const locationNovelty: FeatureGroup = familiarity('location', ['location_count', 'is_new_location']);

/** Whether none of the account's earlier rows has the row's merchant category code. */
export const merchantCodeNovelty: FeatureGroup = familiarity('merchantCategoryCode', [
  'merchant_code_count',
  'is_new_merchant_code',
]);

function familiarity<Key extends TransactionField & ('category' | 'location' | 'merchantCategoryCode')>(
  field: Key,
  [count, isNew]: readonly [string, string],
): FeatureGroup {
  return defineFeatures<RecentKeys<{ rows: number }>, Key, Key>({
    features: [
      { name: count, kind: 'numeric' },
      { name: isNew, kind: 'numeric' },
    ],
    inputs: [field],
    history: [field],
    init: () => recentKeys<{ rows: number }>(),
    read(state, row, values) {
      const value = row[field];
      values[0] = value === null ? Number.NaN : (state.get(value)?.rows ?? 0);
      values[1] = value === null ? Number.NaN : Number(values[0] === 0);
    },
    update(state, row) {
      const value = row[field];
      if (value !== null) state.meet(value, () => ({ rows: 0 })).rows++;
    },
  });
}

/**
 * How many different payees the account has: their share of its earlier rows that name one (1 if none came twice), and
 * rows of the last 7 days, `[t − 7 d, t)`, whose payee was new then. Missing without earlier rows that name a payee, and
 * without a date.
 */
export const payeeNovelty: FeatureGroup = defineFeatures({
  features: [
    { name: 'distinct_payee_share', kind: 'numeric' },
    { name: 'new_payee_count_7d', kind: 'numeric' },
  ],
  inputs: ['date'],
  history: ['description', 'merchantName', 'date'],
  init: (): { rows: number; distinct: number; known: RecentKeys<true>; fresh: DayWindow } => ({
    rows: 0,
    distinct: 0,
    known: recentKeys<true>(),
    fresh: dayWindow(7),
  }),
  read(state, row, values) {
    values[0] = state.rows === 0 ? Number.NaN : state.distinct / state.rows;
    values[1] = Number.isNaN(row.date) ? Number.NaN : momentsSince(state.fresh, row.date, 7).count;
  },
  update(state, row) {
    const payee = payeeOf(row);
    if (payee === null) return;
    state.rows++;
    if (state.known.get(payee) === undefined) {
      state.distinct++;
      addToDay(state.fresh, row.date, 0);
    }
    state.known.meet(payee, () => true);
  },
});
