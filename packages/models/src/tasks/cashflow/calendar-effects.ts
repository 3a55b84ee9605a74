import { civilFromEpochDay, dayOfWeek, daysInMonth } from '@titans/core';

/** How much more or less flows on a day than on average, by the calendar alone. */
export interface CalendarEffects {
  /** @param paydays Epoch days on which wages come, in ascending order. */
  on(day: number, paydays: readonly number[]): number;
  /** What it is on each day of the values. */
  readonly past: Float64Array;
}

/** Days after a payday that are told apart; later ones are one group with days before any payday. */
const paydayGroups = 8;
const monthGroups = 31;
const rounds = 2;

/**
 * Effects of the weekday, of the day of the month (the last three counted from its end) and of the days since payday,
 * fitted one after the other to what the others leave. Each group's mean is shrunk towards 0 as far as the groups
 * differ no more than chance has it (empirical Bayes with variances by the method of moments, Efron and Morris 1975),
 * so that effects that are not there come out as 0.
 *
 * @param values One per day from `firstDay`.
 */
export function calendarEffects(
  values: Float64Array,
  firstDay: number,
  paydays: readonly number[],
): CalendarEffects {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const left = values.map((value) => value - mean);
  const kinds = [
    { count: 7, groupOf: (day: number): number => dayOfWeek(day) },
    { count: monthGroups, groupOf: placeInMonth },
    ...(paydays.length >= 3
      ? [{ count: paydayGroups + 1, groupOf: (day: number): number => sincePayday(day, paydays) }]
      : []),
  ].map(({ count, groupOf }) => ({
    groups: Uint8Array.from(values, (_, index) => groupOf(firstDay + index)),
    effects: new Float64Array(count),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { groups, effects } of kinds) {
      for (let index = 0; index < left.length; index++) {
        left[index] = (left[index] as number) + (effects[groups[index] as number] as number);
      }
      effects.set(shrunkMeans(left, groups, effects.length));
      for (let index = 0; index < left.length; index++) {
        left[index] = (left[index] as number) - (effects[groups[index] as number] as number);
      }
    }
  }
  const [weekday, month, payday] = kinds.map(({ effects }) => effects);
  return {
    past: values.map((value, index) => value - mean - (left[index] as number)),
    on: (day, dates) =>
      (weekday?.[dayOfWeek(day)] ?? 0) +
      (month?.[placeInMonth(day)] ?? 0) +
      (payday?.[sincePayday(day, dates)] ?? 0),
  };
}

/** Means of groups, shrunk towards 0, for values whose mean is 0. */
export function shrunkMeans(values: Float64Array, groups: Uint8Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (let index = 0; index < values.length; index++) {
    const group = groups[index] as number;
    sums[group] = (sums[group] as number) + (values[index] as number);
    sizes[group] = (sizes[group] as number) + 1;
  }
  const means = sums.map((sum, group) => sum / Math.max(1, sizes[group] as number));
  let within = 0;
  for (let index = 0; index < values.length; index++) {
    within += ((values[index] as number) - (means[groups[index] as number] as number)) ** 2;
  }
  const used = sizes.reduce((found, size) => found + (size > 0 ? 1 : 0), 0);
  const noise = within / Math.max(1, values.length - used);
  const between = means.reduce((sum, mean, group) => sum + (sizes[group] as number) * mean * mean, 0);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const effective = values.length - squares / values.length;
  const spread = effective > 0 ? Math.max(0, between - (used - 1) * noise) / effective : 0;
  if (spread === 0) return new Float64Array(count);
  return means.map((mean, group) => {
    const size = sizes[group] as number;
    return size === 0 ? 0 : (mean * spread) / (spread + noise / size);
  });
}

/** 0 to 27 from the first day on, 28 to 30 for the last three days of a month. */
function placeInMonth(day: number): number {
  const { year, month, day: ofMonth } = civilFromEpochDay(day);
  const left = daysInMonth(year, month) - ofMonth;
  return left <= 2 ? 28 + left : ofMonth - 1;
}

function sincePayday(day: number, paydays: readonly number[]): number {
  let [low, high] = [0, paydays.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paydays[middle] as number) <= day) low = middle + 1;
    else high = middle;
  }
  const last = paydays[low - 1];
  return last === undefined ? paydayGroups : Math.min(day - last, paydayGroups);
}
