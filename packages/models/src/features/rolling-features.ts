import type { TransactionType } from '@titans/core';
import { addToDay, type DayWindow, dayWindow, momentsSince, standardDeviation } from './day-window.js';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

const windowsInDays = [7, 14, 30] as const;
const longest = 30;

/**
 * Mean, sample standard deviation, minimum and maximum of the absolute amounts of the account's earlier rows of the
 * same type, dated within the 7, 14 and 30 days before the row: `[t − n, t)`. Missing where there is none (for the
 * deviation: fewer than two).
 */
export const rollingFeatures: FeatureGroup = defineFeatures({
  features: windowsInDays.flatMap((windowDays) =>
    (['mean', 'std', 'min', 'max'] as const).map((statistic) => ({
      name: `rolling_${statistic}_${windowDays}d`,
      kind: 'numeric' as const,
      windowDays,
    })),
  ),
  inputs: ['date', 'type'],
  history: ['date', 'type', 'amount'],
  init: (): Record<TransactionType, DayWindow> => ({
    Income: dayWindow(longest),
    Expense: dayWindow(longest),
  }),
  read(state, row, values) {
    values.fill(Number.NaN);
    if (row.type === null) return;
    const window = state[row.type];
    windowsInDays.forEach((days, index) => {
      const moments = momentsSince(window, row.date, days);
      if (moments.count === 0) return;
      values[4 * index] = moments.mean;
      values[4 * index + 1] = standardDeviation(moments);
      values[4 * index + 2] = moments.min;
      values[4 * index + 3] = moments.max;
    });
  },
  update(state, row) {
    if (row.type !== null) addToDay(state[row.type], row.date, Math.abs(row.amount));
  },
});

/**
 * How busy the account was: earlier rows within 1, 7 and 30 days before the row, and days since the last one.
 */
export const velocityFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'count_1d', kind: 'numeric', windowDays: 1 },
    { name: 'count_7d', kind: 'numeric', windowDays: 7 },
    { name: 'count_30d', kind: 'numeric', windowDays: 30 },
    { name: 'days_since_previous', kind: 'numeric' },
  ],
  inputs: ['date'],
  history: ['date'],
  init: () => ({ window: dayWindow(longest), lastDay: Number.NaN }),
  read(state, row, values) {
    const known = !Number.isNaN(row.date);
    values[0] = known ? momentsSince(state.window, row.date, 1).count : Number.NaN;
    values[1] = known ? momentsSince(state.window, row.date, 7).count : Number.NaN;
    values[2] = known ? momentsSince(state.window, row.date, 30).count : Number.NaN;
    values[3] = row.date - state.lastDay;
  },
  update(state, row) {
    addToDay(state.window, row.date, 0);
    state.lastDay = row.date;
  },
});
