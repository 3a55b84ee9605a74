import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scheduleTrigger } from './schedule-trigger.js';
import type { LastTraining, TriggerContext } from './trigger.js';

function context(now: string | number, last: string | null): TriggerContext {
  const lastTraining: LastTraining | null =
    last === null ? null : { at: last, rows: 10, trainedThrough: null, labelledShare: null };
  const none = (): Promise<never> => Promise.reject(new Error('A schedule reads nothing.'));
  return {
    ...{ model: 'transactions', now: new Date(now).getTime(), champion: null, lastTraining },
    ...{ rows: none, amount: none, suite: none },
  };
}

async function isDue(
  options: Parameters<typeof scheduleTrigger>[0],
  now: string | number,
  last: string | null,
) {
  return (await scheduleTrigger(options).check(context(now, last))).due;
}

describe('a calendar', () => {
  test.each([
    [{ every: 'month' }, '2024-03-01T00:00:00Z', '2024-02-29T23:59:59Z', true],
    [{ every: 'month' }, '2024-03-31T23:59:59Z', '2024-03-01T00:00:00Z', false],
    [{ every: 'month', onDay: 31, atHour: 2 }, '2024-02-29T02:00:00Z', '2024-02-29T01:59:59Z', true],
    [{ every: 'month', onDay: 31 }, '2024-04-29T12:00:00Z', '2024-03-31T00:00:00Z', false],
    [{ every: 'month', onDay: 15 }, '2024-01-14T00:00:00Z', '2023-12-14T23:00:00Z', true],
    [{ every: 'month', onDay: 15 }, '2024-01-14T00:00:00Z', '2023-12-15T00:00:00Z', false],
    // 2024-05-06 was a Monday.
    [{ every: 'week' }, '2024-05-12T23:59:59Z', '2024-05-06T00:00:00Z', false],
    [{ every: 'week' }, '2024-05-13T00:00:00Z', '2024-05-12T23:59:59Z', true],
    [{ every: 'week', atHour: 3 }, '2024-05-13T02:59:59Z', '2024-05-06T03:00:00Z', false],
    [{ every: 'day', atHour: 2 }, '2024-05-06T01:59:59Z', '2024-05-05T02:00:00Z', false],
    [{ every: 'day', atHour: 2 }, '2024-05-06T02:00:00Z', '2024-05-06T01:59:59Z', true],
  ] as const)('%j at %s, last at %s: %s', async (options, now, last, due) => {
    expect(await isDue(options, now, last)).toBe(due);
  });

  test('is due once for all that was slept through, and where there was no training', async () => {
    expect(await isDue({ every: 'day' }, '2024-05-06T10:00:00Z', '2023-01-01T00:00:00Z')).toBe(true);
    expect(await isDue({ every: 'day' }, '2024-05-06T10:00:01Z', '2024-05-06T10:00:00Z')).toBe(false);
    expect(await isDue({ every: 'month' }, '2024-05-06T10:00:00Z', null)).toBe(true);
  });

  test('is due exactly once between two moments that are a period apart, wherever they lie', async () => {
    const day = 86_400_000;
    const options = fc.constantFrom<Parameters<typeof scheduleTrigger>[0]>(
      { every: 'day', atHour: 5 },
      { every: 'week' },
      { every: 'month', onDay: 30 },
    );
    await fc.assert(
      fc.asyncProperty(options, fc.integer({ min: 0, max: 3_000 * day }), async (schedule, since) => {
        const begun = Date.UTC(2020, 0, 1) + since;
        let last = new Date(begun).toISOString();
        let trainings = 0;
        // From one 30th to the next may be 31 days, and it is looked at four times a day.
        for (let now = begun; now < begun + 32 * day; now += day / 4) {
          if (!(await isDue(schedule, now, last))) continue;
          last = new Date(now).toISOString();
          trainings++;
        }
        const every = 'every' in schedule ? schedule.every : 'day';
        const [least, most] = { day: [31, 32], week: [4, 5], month: [1, 2] }[every] as [number, number];
        expect(trainings).toBeGreaterThanOrEqual(least);
        expect(trainings).toBeLessThanOrEqual(most);
      }),
      { numRuns: 50 },
    );
  });
});

test('a number of milliseconds is due when they have passed', async () => {
  const last = '2024-05-06T10:00:00.000Z';
  expect(await isDue({ everyMs: 1_000 }, '2024-05-06T10:00:00.999Z', last)).toBe(false);
  expect(await isDue({ everyMs: 1_000 }, '2024-05-06T10:00:01.000Z', last)).toBe(true);
});

test('times that are none are refused', () => {
  expect(() => scheduleTrigger({ everyMs: 0 })).toThrow('everyMs');
  expect(() => scheduleTrigger({ every: 'month', onDay: 32 })).toThrow('onDay');
  expect(() => scheduleTrigger({ every: 'day', atHour: 24 })).toThrow('atHour');
});
