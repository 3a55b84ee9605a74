import { createTransaction, isTitansError, type PlainDate } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueDates } from './due-dates.js';
import { findRecurring } from './find-recurring.js';
import type { RecurringSchedule } from './stream.js';

// All dates by hand, from a calendar of 2024 and 2025.
const base = { daysOfMonth: [], businessDayRule: 'same-day' } as const;

function datesOf(
  schedule: RecurringSchedule,
  from: PlainDate,
  to: PlainDate,
  holidays: readonly PlainDate[] = [],
): readonly string[] {
  return dueDates({ schedule }, { from, to, holidays });
}

describe('due dates', () => {
  test('weeks are counted from the anchor, in both directions', () => {
    const weekly: RecurringSchedule = { ...base, frequency: 'weekly', anchorDate: '2024-06-06' };
    expect(datesOf(weekly, '2024-05-20', '2024-06-20')).toEqual([
      '2024-05-23',
      '2024-05-30',
      '2024-06-06',
      '2024-06-13',
      '2024-06-20',
    ]);
    const fortnightly: RecurringSchedule = { ...base, frequency: 'fortnightly', anchorDate: '2024-06-06' };
    expect(datesOf(fortnightly, '2024-06-07', '2024-07-18')).toEqual([
      '2024-06-20',
      '2024-07-04',
      '2024-07-18',
    ]);
    const fourWeekly: RecurringSchedule = { ...base, frequency: 'four-weekly', anchorDate: '2024-06-06' };
    expect(datesOf(fourWeekly, '2024-06-07', '2024-08-31')).toEqual([
      '2024-07-04',
      '2024-08-01',
      '2024-08-29',
    ]);
  });

  test('the 31st is the last day of shorter months, and moves to business days', () => {
    const monthly: RecurringSchedule = {
      frequency: 'monthly',
      daysOfMonth: [31],
      businessDayRule: 'same-day',
      anchorDate: '2024-01-31',
    };
    expect(datesOf(monthly, '2024-02-01', '2024-06-30')).toEqual([
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2024-05-31',
      '2024-06-30',
    ]);
    // 31 March and 30 June 2024 are Sundays; Monday 1 April is a holiday here.
    const next: RecurringSchedule = { ...monthly, businessDayRule: 'next-business-day' };
    expect(datesOf(next, '2024-03-01', '2024-04-10', ['2024-04-01'])).toEqual(['2024-04-02']);
    const previous: RecurringSchedule = { ...monthly, businessDayRule: 'previous-business-day' };
    expect(datesOf(previous, '2024-03-01', '2024-06-30')).toEqual([
      '2024-03-29',
      '2024-04-30',
      '2024-05-31',
      '2024-06-28',
    ]);
  });

  test('two days a month, from either as anchor', () => {
    const schedule = {
      frequency: 'semi-monthly',
      daysOfMonth: [1, 15],
      businessDayRule: 'same-day',
    } as const;
    const wanted = ['2024-06-15', '2024-07-01', '2024-07-15'];
    expect(datesOf({ ...schedule, anchorDate: '2024-06-01' }, '2024-06-10', '2024-07-20')).toEqual(wanted);
    expect(datesOf({ ...schedule, anchorDate: '2024-05-15' }, '2024-06-10', '2024-07-20')).toEqual(wanted);
  });

  test('quarters, half-years and years keep the month of the anchor', () => {
    const schedule = { daysOfMonth: [30], businessDayRule: 'same-day', anchorDate: '2024-02-29' } as const;
    expect(datesOf({ ...schedule, frequency: 'quarterly' }, '2024-03-01', '2025-03-01')).toEqual([
      '2024-05-30',
      '2024-08-30',
      '2024-11-30',
      '2025-02-28',
    ]);
    expect(datesOf({ ...schedule, frequency: 'half-yearly' }, '2024-03-01', '2025-03-01')).toEqual([
      '2024-08-30',
      '2025-02-28',
    ]);
    expect(datesOf({ ...schedule, frequency: 'yearly' }, '2024-03-01', '2026-03-01')).toEqual([
      '2025-02-28',
      '2026-02-28',
    ]);
  });

  test('a business day that falls into the range from outside is in it, and the reverse', () => {
    const schedule: RecurringSchedule = {
      frequency: 'monthly',
      daysOfMonth: [1],
      businessDayRule: 'previous-business-day',
      anchorDate: '2024-05-01',
    };
    // 1 June 2024 is a Saturday, 1 September a Sunday.
    expect(datesOf(schedule, '2024-05-15', '2024-05-31')).toEqual(['2024-05-31']);
    expect(datesOf(schedule, '2024-06-01', '2024-06-30')).toEqual([]);
  });

  test('the first one of a found stream is its next payment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 6, max: 20 }), (day, count) => {
        const schedule: RecurringSchedule = {
          frequency: 'monthly',
          daysOfMonth: [day],
          businessDayRule: 'same-day',
          anchorDate: `2022-01-${String(day).padStart(2, '0')}` as PlainDate,
        };
        const dates = dueDates({ schedule }, { from: '2022-01-01', to: '2024-12-31' });
        const rows = dates
          .slice(0, count)
          .map((date) => createTransaction({ date, description: 'Gym', amount: -20 }));
        const [stream] = findRecurring(rows).streams;
        expect(stream?.next?.date).toBe(dates[count]);
        const after = dueDates(stream ?? { schedule }, {
          from: dates[count] as PlainDate,
          to: dates[count + 3] as PlainDate,
        });
        expect(after).toEqual(dates.slice(count, count + 4));
      }),
      { numRuns: 40 },
    );
  });

  test('no date, and more than ten years, are refused with their field', () => {
    const schedule: RecurringSchedule = { ...base, frequency: 'weekly', anchorDate: '2024-06-06' };
    const failing = (from: string, to: string): unknown => {
      try {
        return dueDates({ schedule }, { from: from as PlainDate, to: to as PlainDate });
      } catch (error) {
        return isTitansError(error) ? [error.code, error.details.field] : error;
      }
    };
    expect(failing('2024-13-01', '2024-12-01')).toEqual(['DATE_INVALID', 'from']);
    expect(failing('2024-01-01', '2035-01-01')).toEqual(['INVALID_ARGUMENT', 'to']);
    expect(failing('2024-06-30', '2024-06-01')).toEqual([]);
  });

  test('a schedule that is none is refused, rather than counted forever', () => {
    const monthly: RecurringSchedule = {
      frequency: 'monthly',
      daysOfMonth: [1],
      businessDayRule: 'same-day',
      anchorDate: '2024-06-01',
    };
    const fieldOf = (schedule: unknown): unknown => {
      try {
        return dueDates(
          { schedule: schedule as RecurringSchedule },
          { from: '2024-01-01', to: '2024-02-01' },
        );
      } catch (error) {
        return isTitansError(error) ? error.details.field : error;
      }
    };
    expect(fieldOf(null)).toBe('schedule.frequency');
    expect(fieldOf({ ...monthly, frequency: 'hourly' })).toBe('schedule.frequency');
    expect(fieldOf({ ...monthly, businessDayRule: 'never' })).toBe('schedule.businessDayRule');
    expect(fieldOf({ ...monthly, anchorDate: '2024-06-31' })).toBe('schedule.anchorDate');
    for (const daysOfMonth of [[], [0], [32], [1.5], [1, 15], 'first', null]) {
      expect(fieldOf({ ...monthly, daysOfMonth })).toBe('schedule.daysOfMonth');
    }
    for (const daysOfMonth of [[1], [15, 1], [1, 1]]) {
      expect(fieldOf({ ...monthly, frequency: 'semi-monthly', daysOfMonth })).toBe('schedule.daysOfMonth');
    }
  });
});
