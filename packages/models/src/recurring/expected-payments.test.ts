import { fromEpochDay, type PlainDate, toEpochDay } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { type ExpectedStream, expectedPayments } from './expected-payments.js';
import { bookingCalendar } from './slots.js';

const calendar = bookingCalendar(new Set(), toEpochDay('2024-01-01'));
const day = (date: PlainDate): number => toEpochDay(date);

/** A rent paid on the first of each of 24 months, always on the day. */
const rent: ExpectedStream = {
  schedule: {
    frequency: 'monthly',
    daysOfMonth: [1],
    businessDayRule: 'same-day',
    anchorDate: '2024-06-01',
  },
  punctuality: { dueCount: 24, paidCount: 24, deviations: [{ days: 0, count: 24 }], toleranceDays: 5 },
  status: 'active',
  confidence: 1,
};

function expected(stream: ExpectedStream, asOf: PlainDate, to: PlainDate) {
  return expectedPayments(stream, day(asOf), day(to), calendar).map((payment) => ({
    ...payment,
    date: fromEpochDay(payment.day),
  }));
}

describe('expected payments', () => {
  test('a contract that was always paid', () => {
    const payments = expected(rent, '2024-06-10', '2024-09-15');
    expect(payments.map(({ date }) => date)).toEqual(['2024-07-01', '2024-08-01', '2024-09-01']);
    // (24 + 0.98 × 6) ÷ 30, times 0.9 per year of months of 365 / 12 days: by hand 0.996 × 0.99127.
    expect(payments[0]?.probability).toBeCloseTo(0.98734, 3);
    const ratio = (payments[1]?.probability ?? 0) / (payments[0]?.probability ?? 1);
    expect(ratio).toBeCloseTo(0.9 ** (1 / 12), 3);
    for (const { shares } of payments) {
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });

  test('one that is late is less probable, and so are those after it', () => {
    const waiting = expected(rent, '2024-07-03', '2024-08-15');
    expect(waiting.map(({ date }) => date)).toEqual(['2024-07-04', '2024-08-01']);
    const onTime = expected(rent, '2024-06-10', '2024-08-15');
    expect(waiting[0]?.probability).toBeLessThan(0.2);
    expect(waiting[1]?.probability).toBeLessThan(onTime[1]?.probability ?? 0);
    expect(waiting[1]?.probability).toBeGreaterThan(0.2);
    expect(Math.min(...(waiting[0]?.days ?? []))).toBe(day('2024-07-04'));
  });

  test('an ended stream expects nothing, an early one less', () => {
    expect(expected({ ...rent, status: 'ended' }, '2024-06-10', '2025-06-10')).toEqual([]);
    const early = expected({ ...rent, status: 'early', confidence: 0.6 }, '2024-06-10', '2024-07-15');
    expect(early[0]?.probability).toBeCloseTo(0.98734 * 0.6, 3);
  });
});
