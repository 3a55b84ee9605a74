import { dayOfWeek } from '@titans/core';
import { defineFeatures, type FeatureGroup } from '../../features/feature-group.js';

interface Habits {
  rows: number;
  timed: number;
  readonly hours: Float64Array;
  readonly weekdays: Float64Array;
  income: number;
}

/**
 * When the account is used and in which direction: its earlier rows, those with a time, those near the row's hour
 * (half a row for the hour itself, a quarter for each hour beside it), on its weekday, and of its type.
 */
export const habitFeatures: FeatureGroup = defineFeatures({
  features: ['account_rows', 'account_timed_rows', 'rows_near_hour', 'rows_of_weekday', 'rows_of_type'].map(
    (name) => ({ name, kind: 'numeric' as const }),
  ),
  inputs: ['date', 'time', 'type'],
  history: ['date', 'time', 'type'],
  init: (): Habits => ({
    rows: 0,
    timed: 0,
    hours: new Float64Array(24),
    weekdays: new Float64Array(7),
    income: 0,
  }),
  read(state, row, values) {
    values[0] = state.rows;
    values[1] = state.timed;
    values[2] = Number.NaN;
    if (!Number.isNaN(row.time)) {
      const hour = Math.floor(row.time / 3600);
      const near = (state.hours[(hour + 23) % 24] as number) + (state.hours[(hour + 1) % 24] as number);
      values[2] = (state.hours[hour] as number) / 2 + near / 4;
    }
    values[3] = Number.isNaN(row.date) ? Number.NaN : (state.weekdays[dayOfWeek(row.date)] as number);
    if (row.type === null) values[4] = Number.NaN;
    else values[4] = row.type === 'Income' ? state.income : state.rows - state.income;
  },
  update(state, row) {
    state.rows++;
    if (row.type === 'Income') state.income++;
    const weekday = dayOfWeek(row.date);
    state.weekdays[weekday] = (state.weekdays[weekday] as number) + 1;
    if (Number.isNaN(row.time)) return;
    const hour = Math.floor(row.time / 3600);
    state.timed++;
    state.hours[hour] = (state.hours[hour] as number) + 1;
  },
});
