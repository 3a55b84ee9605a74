import { defineFeatures, type FeatureGroup } from './feature-group.js';
import { payeeOf } from './payee.js';
import { recentKeys } from './recent-keys.js';

/** Earlier rows of the same payee, days since the last of them, and whether there was none. */
export const payeeFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'payee_count', kind: 'numeric' },
    { name: 'days_since_payee', kind: 'numeric' },
    { name: 'is_new_payee', kind: 'numeric' },
  ],
  inputs: ['description', 'merchantName', 'date'],
  history: ['description', 'merchantName', 'date'],
  init: () => recentKeys<{ rows: number; lastDay: number }>(),
  read(state, row, values) {
    const payee = payeeOf(row);
    if (payee === null) {
      values.fill(Number.NaN);
      return;
    }
    const seen = state.get(payee);
    values[0] = seen?.rows ?? 0;
    values[1] = seen === undefined ? Number.NaN : row.date - seen.lastDay;
    values[2] = seen === undefined ? 1 : 0;
  },
  update(state, row) {
    const payee = payeeOf(row);
    if (payee === null) return;
    const seen = state.meet(payee, () => ({ rows: 0, lastDay: Number.NaN }));
    seen.rows++;
    seen.lastDay = row.date;
  },
});

/** Mean and last absolute amount of the earlier rows of the same payee; missing where there is none. */
export const payeeAmountFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'payee_avg_amount', kind: 'numeric' },
    { name: 'payee_last_amount', kind: 'numeric' },
  ],
  inputs: ['description', 'merchantName'],
  history: ['description', 'merchantName', 'amount'],
  init: () => recentKeys<{ rows: number; total: number; last: number }>(),
  read(state, row, values) {
    const payee = payeeOf(row);
    const seen = payee === null ? undefined : state.get(payee);
    values[0] = seen === undefined ? Number.NaN : seen.total / seen.rows;
    values[1] = seen?.last ?? Number.NaN;
  },
  update(state, row) {
    const payee = payeeOf(row);
    if (payee === null) return;
    const absolute = Math.abs(row.amount);
    const seen = state.meet(payee, () => ({ rows: 0, total: 0, last: Number.NaN }));
    seen.rows++;
    seen.total += absolute;
    seen.last = absolute;
  },
});
