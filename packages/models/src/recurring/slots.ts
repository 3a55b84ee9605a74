import { civilFromEpochDay, dayOfWeek, daysInMonth, epochDay, toEpochDay } from '@titans/core';
import type { BusinessDayRule, Frequency, RecurringSchedule } from './stream.js';

/** Knows on which epoch day banks book what falls due on a day of a month, counted from January 1970. */
export type BookingCalendar = (month: number, dayOfMonth: number, rule: BusinessDayRule) => number;

/** A schedule as the search computes with it: an endless row of due days, counted by whole numbers. */
export interface Slots {
  readonly frequency: Frequency;
  readonly rule: BusinessDayRule;
  readonly daysOfMonth: readonly number[];
  /** Days between two due days, of `every-days` only. */
  readonly intervalDays?: number;
  /** Days from a due day within which a payment counts as that one. */
  readonly toleranceDays: number;
  /** The day on which a due day is booked, as an epoch day. */
  dayOf(slot: number): number;
  /** The due day itself, before the rule for business days. */
  unmovedDayOf(slot: number): number;
  /** The slot whose day is nearest; the earlier of two. */
  nearest(day: number): number;
}

/** Whole weeks between two due days, and the days within which a payment counts. */
const inWeeks = {
  weekly: { stepDays: 7, toleranceDays: 1 },
  fortnightly: { stepDays: 14, toleranceDays: 3 },
  'four-weekly': { stepDays: 28, toleranceDays: 3 },
} as const;
/** Whole months between two due days, and the days within which a payment counts. */
const inMonths = {
  'semi-monthly': { stepMonths: 1, toleranceDays: 3 },
  monthly: { stepMonths: 1, toleranceDays: 5 },
  quarterly: { stepMonths: 3, toleranceDays: 10 },
  'half-yearly': { stepMonths: 6, toleranceDays: 12 },
  yearly: { stepMonths: 12, toleranceDays: 15 },
} as const;

/** Whether a frequency is counted in whole weeks; else it is in days or in whole months. */
export function isInWeeks(frequency: Frequency): frequency is keyof typeof inWeeks {
  return frequency in inWeeks;
}

/** Due days every so many days, one of them the first day. */
export function daySlots(intervalDays: number, firstDay: number): Slots {
  const toleranceDays = intervalDays < 14 ? 1 : 3;
  return { ...weekSlots('every-days', intervalDays, firstDay, toleranceDays), intervalDays };
}

/** What is fixed of a schedule of whole weeks. */
export function weekStep(frequency: keyof typeof inWeeks): {
  readonly stepDays: number;
  readonly toleranceDays: number;
} {
  return inWeeks[frequency];
}

/** What is fixed of a schedule of whole months. */
export function monthStep(frequency: keyof typeof inMonths): MonthStep {
  return { frequency, ...inMonths[frequency] };
}

/** The slots of a schedule that is told; slot 0 is that of its anchor. */
export function slotsOf(schedule: RecurringSchedule, calendar: BookingCalendar): Slots {
  const { frequency, daysOfMonth, businessDayRule, anchorDate } = schedule;
  const anchor = toEpochDay(anchorDate);
  if (isInWeeks(frequency)) {
    const { stepDays, toleranceDays } = inWeeks[frequency];
    return weekSlots(frequency, stepDays, anchor, toleranceDays);
  }
  if (frequency === 'every-days') return daySlots(schedule.intervalDays as number, anchor);
  const slots = monthSlots(monthStep(frequency), monthOf(anchor), daysOfMonth, businessDayRule, calendar);
  const first = Math.max(
    0,
    daysOfMonth.findIndex((_, slot) => slots.unmovedDayOf(slot) === anchor),
  );
  if (first === 0) return slots;
  return {
    ...slots,
    dayOf: (slot) => slots.dayOf(slot + first),
    unmovedDayOf: (slot) => slots.unmovedDayOf(slot + first),
    nearest: (day) => slots.nearest(day) - first,
  };
}

/** Every rule, in the order by which calendars remember days. */
export const businessDayRules: readonly BusinessDayRule[] = [
  'same-day',
  'next-business-day',
  'previous-business-day',
];
const unknown = -2_147_483_648;

/**
 * A calendar with business days from Monday to Friday, without holidays given as epoch days. It remembers what it was
 * asked for, as every schedule asks for the same few days.
 */
export function bookingCalendar(holidays: ReadonlySet<number>, firstDay: number): BookingCalendar {
  const isBusinessDay = (day: number): boolean => dayOfWeek(day) < 5 && !holidays.has(day);
  const firstMonth = monthOf(firstDay) - 24;
  const known: (Int32Array | undefined)[] = [];
  return (month, dayOfMonth, rule) => {
    const place = month - firstMonth;
    if (place < 0) return booked(dueDay(month, dayOfMonth), rule, isBusinessDay);
    let days = known[place];
    if (days === undefined) {
      days = new Int32Array(32 * businessDayRules.length).fill(unknown);
      known[place] = days;
    }
    const index = dayOfMonth * businessDayRules.length + businessDayRules.indexOf(rule);
    let day = days[index] as number;
    if (day === unknown) {
      day = booked(dueDay(month, dayOfMonth), rule, isBusinessDay);
      days[index] = day;
    }
    return day;
  };
}

/** The epoch day of a day of a month, the last one of months that are shorter. */
function dueDay(month: number, dayOfMonth: number): number {
  const [year, ofYear] = [1970 + Math.floor(month / 12), mod(month, 12) + 1];
  return epochDay(year, ofYear, Math.min(dayOfMonth, daysInMonth(year, ofYear)));
}

/** Months since January 1970 of an epoch day. */
export function monthOf(day: number): number {
  const { year, month } = civilFromEpochDay(day);
  return (year - 1970) * 12 + month - 1;
}

/** Whole weeks from a day on. */
export function weekSlots(
  frequency: Frequency,
  stepDays: number,
  firstDay: number,
  toleranceDays: number,
): Slots {
  return {
    frequency,
    rule: 'same-day',
    daysOfMonth: [],
    toleranceDays,
    dayOf: (slot) => firstDay + slot * stepDays,
    unmovedDayOf: (slot) => firstDay + slot * stepDays,
    nearest: (day) => Math.ceil((day - firstDay) / stepDays - 0.5),
  };
}

/** Days of the month, every so many months from one on. */
export function monthSlots(
  { frequency, stepMonths, toleranceDays }: MonthStep,
  firstMonth: number,
  daysOfMonth: readonly number[],
  rule: BusinessDayRule,
  calendar: BookingCalendar,
): Slots {
  const perMonth = daysOfMonth.length;

  function dayBy(slot: number, moved: BusinessDayRule): number {
    const nth = Math.floor(slot / perMonth);
    return calendar(firstMonth + nth * stepMonths, daysOfMonth[slot - nth * perMonth] as number, moved);
  }

  const dayOf = (slot: number): number => dayBy(slot, rule);
  const unmovedDayOf = (slot: number): number => dayBy(slot, 'same-day');

  function nearest(day: number): number {
    let best = Math.round((monthOf(day) - firstMonth) / stepMonths) * perMonth;
    let bestDistance = Math.abs(day - dayOf(best));
    for (let slot = best - perMonth, end = best + 2 * perMonth; slot < end && bestDistance > 0; slot++) {
      const distance = Math.abs(day - dayOf(slot));
      if (distance < bestDistance || (distance === bestDistance && slot < best)) {
        best = slot;
        bestDistance = distance;
      }
    }
    return best;
  }

  return { frequency, rule, daysOfMonth, toleranceDays, dayOf, unmovedDayOf, nearest };
}

/** What a frequency of whole months needs. */
export interface MonthStep {
  readonly frequency: Frequency;
  readonly stepMonths: number;
  readonly toleranceDays: number;
}

function booked(due: number, rule: BusinessDayRule, isBusinessDay: (day: number) => boolean): number {
  if (rule === 'same-day') return due;
  const step = rule === 'next-business-day' ? 1 : -1;
  let day = due;
  // Ten days are more than any bank is closed; a calendar without business days must not hold the search up.
  for (let moved = 0; moved < 10 && !isBusinessDay(day); moved++) day += step;
  return day;
}

function mod(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
