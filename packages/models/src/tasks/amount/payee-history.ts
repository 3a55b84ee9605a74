import { defineFeatures, type FeatureGroup } from '../../features/feature-group.js';
import { payeeOf } from '../../features/payee.js';
import { addAmount, noAmounts, type RecentAmounts, summaryOf } from './recent-amounts.js';

/**
 * What the account's earlier rows of the same payee and type amounted to, on the scale of ln(1 + absolute amount):
 * their number, quantiles of the last 15, the last one, and how many of the last are equal to it.
 */
export const payeeHistory: FeatureGroup = defineFeatures({
  features: [
    { name: 'payee_rows', kind: 'numeric' },
    { name: 'payee_low', kind: 'numeric' },
    { name: 'payee_median', kind: 'numeric' },
    { name: 'payee_high', kind: 'numeric' },
    { name: 'payee_last', kind: 'numeric' },
    { name: 'payee_run', kind: 'numeric' },
  ],
  inputs: ['description', 'merchantName', 'type'],
  history: ['description', 'merchantName', 'type', 'amount'],
  init: () => new Map<string, RecentAmounts>(),
  read(state, row, values) {
    values.fill(Number.NaN);
    const payee = payeeOf(row);
    if (payee === null || row.type === null) return;
    const recent = state.get(`${row.type} ${payee}`);
    const seen = recent === undefined ? null : summaryOf(recent);
    values[0] = seen?.rows ?? 0;
    if (seen === null) return;
    values[1] = seen.low;
    values[2] = seen.median;
    values[3] = seen.high;
    values[4] = seen.last;
    values[5] = seen.run;
  },
  update(state, row) {
    const payee = payeeOf(row);
    if (payee === null || row.type === null) return;
    const key = `${row.type} ${payee}`;
    let recent = state.get(key);
    if (recent === undefined) {
      recent = noAmounts();
      state.set(key, recent);
    }
    addAmount(recent, Math.log1p(Math.abs(row.amount)));
  },
});
