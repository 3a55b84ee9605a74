import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { FeatureRow } from './feature-row.js';
import { momentOf } from './moment.js';
import { payeeOf } from './payee.js';
import { type RecentKeys, recentKeys } from './recent-keys.js';

/** When something was last met, by the second (of the rows with a time) and by the day. */
interface LastMet {
  second: number;
  day: number;
}

const never = (): LastMet => ({ second: Number.NaN, day: Number.NaN });

function meetAt(last: LastMet, row: Pick<FeatureRow, 'date' | 'time'>): void {
  const moment = momentOf(row);
  if (!Number.isNaN(moment)) last.second = moment;
  last.day = row.date;
}

function hoursSince(last: LastMet | undefined, row: Pick<FeatureRow, 'date' | 'time'>): number {
  return last === undefined ? Number.NaN : (momentOf(row) - last.second) / 3600;
}

/** Hours since the account's last earlier row that has a time; missing without one, or without a time of the row. */
export const accountRecency: FeatureGroup = defineFeatures({
  features: [{ name: 'hours_since_previous', kind: 'numeric' }],
  inputs: ['date', 'time'],
  history: ['date', 'time'],
  init: never,
  read(state, row, values) {
    values[0] = hoursSince(state, row);
  },
  update: meetAt,
});

/** Hours since the last earlier row of the same payee that has a time. Days are given by `days_since_payee`. */
export const payeeRecency: FeatureGroup = defineFeatures<
  RecentKeys<LastMet>,
  'description' | 'merchantName' | 'date' | 'time',
  'description' | 'merchantName' | 'date' | 'time'
>({
  features: [{ name: 'hours_since_payee', kind: 'numeric' }],
  inputs: ['description', 'merchantName', 'date', 'time'],
  history: ['description', 'merchantName', 'date', 'time'],
  init: () => recentKeys<LastMet>(),
  read(state, row, values) {
    const payee = payeeOf(row);
    values[0] = payee === null ? Number.NaN : hoursSince(state.get(payee), row);
  },
  update(state, row) {
    const payee = payeeOf(row);
    if (payee !== null) meetAt(state.meet(payee, never), row);
  },
});

/** Days since the last earlier row of the same category, and hours since the last of them that has a time. */
export const categoryRecency: FeatureGroup = defineFeatures<
  RecentKeys<LastMet>,
  'category' | 'date' | 'time',
  'category' | 'date' | 'time'
>({
  features: [
    { name: 'days_since_category', kind: 'numeric' },
    { name: 'hours_since_category', kind: 'numeric' },
  ],
  inputs: ['category', 'date', 'time'],
  history: ['category', 'date', 'time'],
  init: () => recentKeys<LastMet>(),
  read(state, row, values) {
    const last = row.category === null ? undefined : state.get(row.category);
    values[0] = last === undefined ? Number.NaN : row.date - last.day;
    values[1] = hoursSince(last, row);
  },
  update(state, row) {
    if (row.category !== null) meetAt(state.meet(row.category, never), row);
  },
});
