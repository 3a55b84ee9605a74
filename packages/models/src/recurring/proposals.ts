import { civilFromEpochDay } from '@titans/core';
import { quantile } from '../statistics/quantile.js';
import {
  type BookingCalendar,
  daySlots,
  type MonthStep,
  monthOf,
  monthSlots,
  monthStep,
  type Slots,
  weekSlots,
  weekStep,
} from './slots.js';
import { type BusinessDayRule, frequencies } from './stream.js';

/** A schedule that payments may follow, with the logarithm of its share in all that are tried. */
export interface Proposal {
  readonly slots: Slots;
  readonly logPrior: number;
}

const weekSteps = (['weekly', 'fortnightly', 'four-weekly'] as const).map((frequency) => ({
  frequency,
  ...weekStep(frequency),
}));
const monthly: MonthStep = monthStep('monthly');
const semiMonthly: MonthStep = monthStep('semi-monthly');
const monthSteps: readonly (MonthStep & { readonly medianGap: readonly [number, number] })[] = [
  { ...monthly, medianGap: [20, 47] },
  { ...monthStep('quarterly'), medianGap: [65, 125] },
  { ...monthStep('half-yearly'), medianGap: [140, 240] },
  { ...monthStep('yearly'), medianGap: [300, 440] },
];
const rules: readonly { readonly rule: BusinessDayRule; readonly share: number }[] = [
  { rule: 'same-day', share: 0.5 },
  { rule: 'next-business-day', share: 0.25 },
  { rule: 'previous-business-day', share: 0.25 },
];
const frequencyShare = 1 / frequencies.length;
/** Days from one payment to the next that `every-days` is looked for with: less is a habit, and weeks are apart. */
const [leastInterval, mostInterval] = [5, 100];
/** The second day of a semi-monthly schedule is one of about this many; the first follows from the first payment. */
const secondDays = 20;
const dayCandidates = 4;
/** More payments a month than this leave no room for a schedule among them that is seen by its days alone. */
const mostPerMonth = 6;

/** Schedules worth weighing for payments on these days, in ascending order; few, as their gaps tell most. */
export function proposals(days: readonly number[], calendar: BookingCalendar): readonly Proposal[] {
  if (days.length < 2) return [];
  const gaps = days.slice(1).map((day, index) => day - (days[index] as number));
  const gap = quantile(gaps, 0.5);
  const civil = days.map((day) => civilFromEpochDay(day).day);
  const found: Proposal[] = [];
  for (const { frequency, stepDays, toleranceDays } of weekSteps) {
    if (gap < 0.7 * stepDays || gap > 1.6 * stepDays) continue;
    const phases = days.map((day) => ((day % stepDays) + stepDays) % stepDays);
    for (const phase of mostCommon(phases, 2)) {
      found.push({
        slots: weekSlots(frequency, stepDays, phase, toleranceDays),
        logPrior: Math.log(frequencyShare),
      });
    }
  }
  for (const interval of new Set([Math.floor(gap), Math.ceil(gap)])) {
    if (interval < leastInterval || interval > mostInterval) continue;
    if (weekSteps.some(({ stepDays }) => stepDays === interval)) continue;
    const share = frequencyShare / (mostInterval - leastInterval + 1);
    for (const phase of mostCommon(
      days.map((day) => ((day % interval) + interval) % interval),
      2,
    )) {
      found.push({ slots: daySlots(interval, phase), logPrior: Math.log(share) });
    }
  }
  const inMonths = (step: MonthStep, month: number, daysOfMonth: readonly number[], share: number): void => {
    for (const { rule, share: ofRule } of rules) {
      const slots = monthSlots(step, month, daysOfMonth, rule, calendar);
      found.push({ slots, logPrior: Math.log(frequencyShare * ofRule * share) });
    }
  };
  const firstMonth = monthOf(days[0] as number);
  if (gap >= 9 && gap <= 20) {
    for (const [first, second] of dayPairs(civil))
      inMonths(semiMonthly, firstMonth, [first, second], 1 / secondDays);
  }
  for (const { medianGap, ...step } of monthSteps) {
    if (gap < medianGap[0] || gap > medianGap[1]) continue;
    const phases = days.map((day) => ((monthOf(day) % step.stepMonths) + step.stepMonths) % step.stepMonths);
    for (const phase of mostCommon(phases, step.stepMonths === 1 ? 1 : 2)) {
      for (const day of dueDays(civil)) inMonths(step, phase, [day], 1);
    }
  }
  if (gap < 20 && days.length >= 6 && isSparse(days)) {
    for (const day of mostCommon(civil, dayCandidates)) inMonths(monthly, firstMonth, [day], 1);
  }
  return found;
}

function isSparse(days: readonly number[]): boolean {
  const months = ((days.at(-1) as number) - (days[0] as number)) / 30 + 1;
  return days.length / months <= mostPerMonth;
}

/** The commonest days, the first and the last; the last day of the month where payments come late in months. */
function dueDays(civil: readonly number[]): readonly number[] {
  const last = civil.reduce((latest, day) => Math.max(latest, day), 1);
  const first = civil.reduce((earliest, day) => Math.min(earliest, day), 31);
  const candidates = new Set([...mostCommon(civil, dayCandidates), first, last]);
  if (last >= 26) candidates.add(31);
  if (last === 30) candidates.add(30);
  return [...candidates];
}

function dayPairs(civil: readonly number[]): readonly (readonly [number, number])[] {
  const candidates = [...dueDays(civil)].sort((a, b) => a - b);
  const pairs: (readonly [number, number])[] = [];
  for (const first of candidates) {
    for (const second of candidates) {
      if (second - first >= 11 && second - first <= 19) pairs.push([first, second]);
    }
  }
  return pairs;
}

/** The values that occur most, the smaller of two as common. */
function mostCommon(values: readonly number[], count: number): readonly number[] {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times]
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, count)
    .map(([value]) => value);
}
