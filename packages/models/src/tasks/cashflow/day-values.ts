import { dayOfWeek } from '@titans/core';
import { quantile } from '../../statistics/quantile.js';

/** How the flow of a day is distributed, apart from streams: by weekday where the series is long enough. */
export interface DayValues {
  /** 7 for each weekday from Monday, or 1 for all days. */
  readonly groups: 1 | 7;
  /** `groups` runs of {@link valueSteps} + 1 ascending quantiles, at equal steps. */
  readonly quantiles: Float64Array;
  readonly means: Float64Array;
  /**
   * By how much, ± one standard deviation, the mean of the days ahead differs from what is expected: as months differ
   * beyond what independent days would, and as a level is off that was learned from a quarter of a year.
   */
  readonly levelSpread: number;
}

export const valueSteps = 32;
/** Newest days that the distribution is learned from. */
export const drawnDays = 364;
const leastPerWeekday = 26;
const blockDays = 28;
/** Levels are learned from 56 days at least, and often from all. */
const levelDays = 91;

/** Learns the distribution from the last year of a series. It keeps quantiles of days, no day itself. */
export function dayValues(values: Float64Array, firstDay: number): DayValues {
  const start = Math.max(0, values.length - drawnDays);
  const groups = values.length - start >= 7 * leastPerWeekday ? 7 : 1;
  const byGroup = Array.from({ length: groups }, (): number[] => []);
  for (let index = start; index < values.length; index++) {
    byGroup[groups === 7 ? dayOfWeek(firstDay + index) : 0]?.push(values[index] as number);
  }
  const quantiles = new Float64Array(groups * (valueSteps + 1));
  for (const [group, days] of byGroup.entries()) {
    days.sort((a, b) => a - b);
    for (let step = 0; step <= valueSteps; step++) {
      quantiles[group * (valueSteps + 1) + step] = quantile(days, step / valueSteps);
    }
  }
  const means = Float64Array.from(byGroup, meanOf);
  return { groups, quantiles, means, levelSpread: levelSpreadOf(values) };
}

/** The flow of a day at a level of its distribution from 0 to 1. */
export function valueAtLevel({ groups, quantiles }: DayValues, day: number, level: number): number {
  const start = (groups === 7 ? dayOfWeek(day) : 0) * (valueSteps + 1);
  const place = Math.min(level, 1) * valueSteps;
  const below = Math.min(Math.floor(place), valueSteps - 1);
  const low = quantiles[start + below] as number;
  const high = quantiles[start + below + 1] as number;
  // Between two equal quantiles nothing may be rounded: days without a flow are exactly 0.
  return low === high ? low : low + (place - below) * (high - low);
}

export function meanOfDay({ groups, means }: DayValues, day: number): number {
  return means[groups === 7 ? dayOfWeek(day) : 0] as number;
}

function levelSpreadOf(values: Float64Array): number {
  const learned = varianceOf(values) / Math.min(levelDays, Math.max(1, values.length));
  const blocks: number[] = [];
  for (let end = values.length; end >= blockDays && blocks.length < 26; end -= blockDays) {
    blocks.push(meanOf(values.subarray(end - blockDays, end)));
  }
  if (blocks.length < 4) return Math.sqrt(learned);
  const days = values.subarray(values.length - blocks.length * blockDays);
  const excess = varianceOf(blocks) - varianceOf(days) / blockDays;
  return Math.sqrt(learned + Math.max(0, excess));
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] as number;
  return values.length === 0 ? 0 : sum / values.length;
}

function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += ((values[index] as number) - mean) ** 2;
  return squares / Math.max(1, values.length - 1);
}
