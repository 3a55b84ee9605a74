import { createRandom, createTransaction, fromEpochDay, isTitansError, toEpochDay } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { dueDates } from './due-dates.js';
import { findRecurring } from './find-recurring.js';

const paid = (dates: readonly string[], description = 'Prepaid Phone') =>
  dates.map((date) => createTransaction({ date, description, amount: -12 }));

describe('payments every so many days', () => {
  test('every thirty days', () => {
    const dates = ['2024-01-01', '2024-01-31', '2024-03-01', '2024-03-31', '2024-04-30', '2024-05-30'];
    const [stream, ...others] = findRecurring(paid(dates)).streams;
    expect(others).toEqual([]);
    expect(stream?.schedule).toEqual({
      frequency: 'every-days',
      intervalDays: 30,
      daysOfMonth: [],
      businessDayRule: 'same-day',
      anchorDate: '2024-05-30',
    });
    expect(stream?.status).toBe('active');
    expect(stream?.next?.date).toBe('2024-06-29');
  });

  test('every ten days, one late and one left out', () => {
    // From 2024-01-03: the fifth comes a day late, the eighth does not come.
    const days = [0, 10, 20, 30, 41, 50, 60, 80, 90, 100, 110, 120];
    const dates = days.map((day) => fromEpochDay(toEpochDay('2024-01-03') + day));
    const [stream] = findRecurring(paid(dates)).streams;
    expect(stream?.schedule.intervalDays).toBe(10);
    expect(stream?.missed).toEqual(['2024-03-13']);
    expect(stream?.next?.date).toBe('2024-05-12');
  });

  test('months and weeks are what they were', () => {
    const monthly = paid(['2024-01-05', '2024-02-05', '2024-03-05', '2024-04-05', '2024-05-05'], 'Rent');
    const fourWeekly = paid(['2024-01-01', '2024-01-29', '2024-02-26', '2024-03-25', '2024-04-22'], 'Gym');
    expect(findRecurring(monthly).streams[0]?.schedule.frequency).toBe('monthly');
    expect(findRecurring(fourWeekly).streams[0]?.schedule.frequency).toBe('four-weekly');
  });

  test('irregular payees get a stream no oftener than they may', () => {
    let found = 0;
    for (let seed = 0; seed < 400; seed++) {
      const random = createRandom(seed, 'every-days');
      const mean = 6 + (seed % 60);
      let day = 19_000;
      const dates = Array.from({ length: 24 }, () => {
        // Gaps of a gamma distribution of shape 4.
        const gap = (-mean / 4) * Math.log(random.float() * random.float() * random.float() * random.float());
        day += Math.max(1, Math.round(gap));
        return fromEpochDay(day);
      });
      if (findRecurring(paid(dates)).streams.some(({ status }) => status !== 'early')) found++;
    }
    // 0.01 of 400 is 4; twice the standard deviation above that is 8.
    expect(found).toBeLessThanOrEqual(8);
  });

  test('due dates of a schedule that is told, and none without its interval', () => {
    const schedule = {
      frequency: 'every-days',
      intervalDays: 45,
      daysOfMonth: [],
      businessDayRule: 'same-day',
      anchorDate: '2024-01-01',
    } as const;
    expect(dueDates({ schedule }, { from: '2024-01-01', to: '2024-06-30' })).toEqual([
      '2024-01-01',
      '2024-02-15',
      '2024-03-31',
      '2024-05-15',
      '2024-06-29',
    ]);
    for (const intervalDays of [0, 1.5, Number.NaN, 366]) {
      let error: unknown;
      try {
        dueDates({ schedule: { ...schedule, intervalDays } }, { from: '2024-01-01', to: '2024-06-30' });
      } catch (thrown) {
        error = thrown;
      }
      expect(isTitansError(error, 'INVALID_ARGUMENT')).toBe(true);
    }
  });
});
