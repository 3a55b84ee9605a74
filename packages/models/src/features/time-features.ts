import { civilFromEpochDay, dayOfWeek, daysInMonth } from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

const numeric = (name: string): { name: string; kind: 'numeric' } => ({ name, kind: 'numeric' });
const turn = 2 * Math.PI;

/**
 * The date of the row: year, month 1 to 12, quarter 1 to 4, day of the week (Monday 0), weekend, first and last day
 * of the month, and month (÷ 12), day of the week (÷ 7) and day of the month (÷ its length) on a circle.
 */
export const timeFeatures: FeatureGroup = defineFeatures({
  features: [
    'year',
    'month',
    'quarter',
    'day_of_week',
    'is_weekend',
    'is_month_start',
    'is_month_end',
    'month_sin',
    'month_cos',
    'day_sin',
    'day_cos',
    'day_of_month',
    'day_of_month_sin',
    'day_of_month_cos',
  ].map(numeric),
  inputs: ['date'],
  init: () => null,
  read(_state, row, values) {
    if (Number.isNaN(row.date)) {
      values.fill(Number.NaN);
      return;
    }
    const { year, month, day } = civilFromEpochDay(row.date);
    const weekday = dayOfWeek(row.date);
    const length = daysInMonth(year, month);
    values[0] = year;
    values[1] = month;
    values[2] = Math.ceil(month / 3);
    values[3] = weekday;
    values[4] = weekday >= 5 ? 1 : 0;
    values[5] = day === 1 ? 1 : 0;
    values[6] = day === length ? 1 : 0;
    values[7] = Math.sin((turn * month) / 12);
    values[8] = Math.cos((turn * month) / 12);
    values[9] = Math.sin((turn * weekday) / 7);
    values[10] = Math.cos((turn * weekday) / 7);
    values[11] = day;
    values[12] = Math.sin((turn * (day - 1)) / length);
    values[13] = Math.cos((turn * (day - 1)) / length);
  },
});

/** Hour of the day, 0 to 24 with fractions; missing where the source gives no time. */
export const clockFeatures: FeatureGroup = defineFeatures({
  features: [numeric('hour')],
  inputs: ['time'],
  init: () => null,
  read(_state, row, values) {
    values[0] = row.time / 3600;
  },
});
