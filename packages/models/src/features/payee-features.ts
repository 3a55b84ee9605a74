import { defineFeatures, type FeatureGroup } from './feature-group.js';
import type { FeatureRow } from './feature-row.js';
import { payeeOf } from './payee.js';

/** Earlier rows of the same payee, days since the last of them, and whether there was none. */
export const payeeFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'payee_count', kind: 'numeric' },
    { name: 'days_since_payee', kind: 'numeric' },
    { name: 'is_new_payee', kind: 'numeric' },
  ],
  inputs: ['description', 'merchantName', 'date'],
  history: ['description', 'merchantName', 'date'],
  init: () => new Map<string, { rows: number; lastDay: number }>(),
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
    if (payee !== null) state.set(payee, { rows: (state.get(payee)?.rows ?? 0) + 1, lastDay: row.date });
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
  init: () => new Map<string, { rows: number; total: number; last: number }>(),
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
    const seen = state.get(payee);
    state.set(payee, { rows: (seen?.rows ?? 0) + 1, total: (seen?.total ?? 0) + absolute, last: absolute });
  },
});

/** Earlier rows of the same payee with exactly the same amount, dated on the row's day or the day before. */
export const repeatFeatures: FeatureGroup = defineFeatures({
  features: [{ name: 'repeat_count_1d', kind: 'numeric', windowDays: 1 }],
  inputs: ['description', 'merchantName', 'date', 'amount'],
  history: ['description', 'merchantName', 'date', 'amount'],
  init: (): LastTwoDays => ({ day: Number.NaN, today: new Map(), yesterday: new Map() }),
  read(state, row, values) {
    const key = keyOfRepeat(row);
    const ofToday = row.date - state.day;
    const seenToday = state.today.get(key) ?? 0;
    const seenYesterday = state.yesterday.get(key) ?? 0;
    if (Number.isNaN(row.date)) values[0] = Number.NaN;
    else values[0] = ofToday === 0 ? seenToday + seenYesterday : ofToday === 1 ? seenToday : 0;
  },
  update(state, row) {
    if (row.date !== state.day) {
      state.yesterday = row.date - state.day === 1 ? state.today : new Map();
      state.today = new Map();
      state.day = row.date;
    }
    const key = keyOfRepeat(row);
    state.today.set(key, (state.today.get(key) ?? 0) + 1);
  },
});

/** Rows by payee and amount of the last day that had any, and of the day before it. */
interface LastTwoDays {
  day: number;
  today: Map<string, number>;
  yesterday: Map<string, number>;
}

function keyOfRepeat(row: Pick<FeatureRow, 'description' | 'merchantName' | 'amount'>): string {
  return `${row.amount} ${payeeOf(row) ?? ''}`;
}
