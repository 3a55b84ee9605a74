import { dayOfWeek } from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

const hoursOfDay = 24;
const hourSeconds = 3600;

/**
 * How usual the row's hour is for the account: the share of its earlier rows with a time that fall into the row's hour
 * or the ones before and after it, round midnight. Missing without such rows, and without a time of the row.
 */
export const hourHabit: FeatureGroup = defineFeatures({
  features: [{ name: 'hour_share', kind: 'numeric' }],
  inputs: ['time'],
  history: ['time'],
  init: () => ({ rows: 0, byHour: new Float64Array(hoursOfDay) }),
  read(state, { time }, values) {
    const hour = Math.floor(time / hourSeconds);
    let near = 0;
    for (const step of [-1, 0, 1])
      near += state.byHour[(hour + step + hoursOfDay) % hoursOfDay] ?? Number.NaN;
    values[0] = state.rows === 0 ? Number.NaN : near / state.rows;
  },
  update(state, { time }) {
    if (Number.isNaN(time)) return;
    const hour = Math.floor(time / hourSeconds);
    state.rows++;
    state.byHour[hour] = (state.byHour[hour] as number) + 1;
  },
});

/** The share of the account's earlier rows that fall on the row's day of the week; missing without earlier rows. */
export const weekdayHabit: FeatureGroup = defineFeatures({
  features: [{ name: 'day_of_week_share', kind: 'numeric' }],
  inputs: ['date'],
  history: ['date'],
  init: () => ({ rows: 0, byDay: new Float64Array(7) }),
  read(state, { date }, values) {
    const known = state.rows > 0 && !Number.isNaN(date);
    values[0] = known ? (state.byDay[dayOfWeek(date)] as number) / state.rows : Number.NaN;
  },
  update(state, { date }) {
    state.rows++;
    state.byDay[dayOfWeek(date)] = (state.byDay[dayOfWeek(date)] as number) + 1;
  },
});
