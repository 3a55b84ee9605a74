import { dayOfWeek, daysInMonth, TitansError } from '@titans/core';
import type { RetrainingTrigger } from './trigger.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** When to train. */
export type ScheduleOptions =
  | {
      /** Milliseconds between two trainings, at least 1. */
      readonly everyMs: number;
    }
  | {
      /** From the beginning of each day, week (Monday) or month, UTC. */
      readonly every: 'day' | 'week' | 'month';
      /** Hour of the day from which, 0 to 23 UTC; 0 unless told. */
      readonly atHour?: number;
      /** Day of the month from which, 1 to 31, in shorter months the last; 1 unless told. */
      readonly onDay?: number;
    };

/**
 * Trains at times. What counts is when the last training was, as it is stored: restarting changes nothing, and a time that was
 * slept through is made up for once. Due where there never was one, or the last one is dated more than a day ahead, as a clock
 * has it that has been put back since.
 *
 * @throws TitansError `INVALID_ARGUMENT` for times that are none.
 * @example
 * ```ts
 * import { scheduleTrigger } from '@titans/models/lifecycle';
 *
 * const monthly = scheduleTrigger({ every: 'month' });
 * const nightly = scheduleTrigger({ every: 'day', atHour: 2 });
 * const everySixHours = scheduleTrigger({ everyMs: 6 * 3_600_000 });
 * console.log(monthly.name, nightly.name, everySixHours.name); // 'schedule', three times
 * ```
 */
export function scheduleTrigger(options: ScheduleOptions): RetrainingTrigger {
  const latestStart = startsOf(options);
  return {
    name: 'schedule',
    check({ lastTraining, now }) {
      if (lastTraining === null) return { due: true, reason: 'there was no training before' };
      const last = Date.parse(lastTraining.at);
      if (last > now + dayMs) {
        return { due: true, reason: `the last training is dated ${lastTraining.at}, which is still to come` };
      }
      const start = latestStart(now, last);
      const due = last < start;
      const reason = due
        ? `the last training was at ${lastTraining.at}, before ${new Date(start).toISOString()}`
        : `the last training was at ${lastTraining.at}`;
      return { due, reason };
    },
  };
}

/** The latest moment up to `now` by which there should have been a training. */
function startsOf(options: ScheduleOptions): (now: number, last: number) => number {
  if ('everyMs' in options) {
    const { everyMs } = options;
    if (!(Number.isFinite(everyMs) && everyMs >= 1)) throw wrong('everyMs', 'must be milliseconds from 1');
    // A training at the very moment counts: the next one is due when all of the time has passed.
    return (now) => now - everyMs + 1;
  }
  const { every, atHour = 0, onDay = 1 } = options;
  if (!['day', 'week', 'month'].includes(every)) throw wrong('every', 'must be day, week or month');
  if (!(Number.isInteger(atHour) && atHour >= 0 && atHour <= 23)) throw wrong('atHour', 'must be 0 to 23');
  if (!(Number.isInteger(onDay) && onDay >= 1 && onDay <= 31)) throw wrong('onDay', 'must be 1 to 31');
  return (now) => {
    const day = Math.floor((now - atHour * hourMs) / dayMs);
    if (every === 'day') return day * dayMs + atHour * hourMs;
    if (every === 'week') return (day - dayOfWeek(day)) * dayMs + atHour * hourMs;
    const date = new Date(day * dayMs);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const startOf = (yearOf: number, monthOf: number): number => {
      const first = new Date(Date.UTC(yearOf, monthOf, 1));
      const days = daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1);
      return first.getTime() + (Math.min(onDay, days) - 1) * dayMs + atHour * hourMs;
    };
    const start = startOf(year, month);
    return start <= now ? start : startOf(year, month - 1);
  };
}

function wrong(field: string, must: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `${field} of a schedule ${must}.`, { details: { field } });
}
