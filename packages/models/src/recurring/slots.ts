import { civilFromEpochDay, dayOfWeek, daysInMonth, epochDay } from '@titans/core';
import type { BusinessDayRule, Frequency } from './stream.js';

/** Knows on which epoch day banks book what falls due on a day of a month, counted from January 1970. */
export type BookingCalendar = (month: number, dayOfMonth: number, rule: BusinessDayRule) => number;

/** A schedule as the search computes with it: an endless row of due days, counted by whole numbers. */
export interface Slots {
  readonly frequency: Frequency;
  readonly rule: BusinessDayRule;
  readonly daysOfMonth: readonly number[];
  /** Days from a due day within which a payment counts as that one. */
  readonly toleranceDays: number;
  /** The day on which a due day is booked, as an epoch day. */
  dayOf(slot: number): number;
  /** The slot whose day is nearest; the earlier of two. */
  nearest(day: number): number;
}

const ruleOrder: readonly BusinessDayRule[] = ['same-day', 'next-business-day', 'previous-business-day'];
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
      days = new Int32Array(32 * ruleOrder.length).fill(unknown);
      known[place] = days;
    }
    const index = dayOfMonth * ruleOrder.length + ruleOrder.indexOf(rule);
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

  function dayOf(slot: number): number {
    const nth = Math.floor(slot / perMonth);
    return calendar(firstMonth + nth * stepMonths, daysOfMonth[slot - nth * perMonth] as number, rule);
  }

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

  return { frequency, rule, daysOfMonth, toleranceDays, dayOf, nearest };
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
