import { type Match, weigh } from './evidence.js';
import { proposals } from './proposals.js';
import type { BookingCalendar } from './slots.js';

/** The schedule that explains some days best, epoch days in ascending order; `undefined` where none has evidence. */
export type ScheduleSearch = (days: readonly number[]) => Match | undefined;

/** More payments than these are weighed anew, so that what is remembered stays small. */
const mostRemembered = 400;

/** Weighs every proposal. It remembers what it was asked for, as splits and backtests ask for the same days. */
export function scheduleSearch(calendar: BookingCalendar): ScheduleSearch {
  const known = new Map<string, Match | undefined>();
  return (days) => {
    if (days.length > mostRemembered) return bestSchedule(days, calendar);
    const key = keyOf(days);
    if (!known.has(key)) known.set(key, bestSchedule(days, calendar));
    return known.get(key);
  };
}

/** Two characters a day: making it is to cost less than weighing. */
function keyOf(days: readonly number[]): string {
  const halves = new Uint16Array(2 * days.length);
  for (let index = 0; index < days.length; index++) {
    halves[2 * index] = (days[index] as number) >> 16;
    halves[2 * index + 1] = days[index] as number;
  }
  return String.fromCharCode(...halves);
}

function bestSchedule(days: readonly number[], calendar: BookingCalendar): Match | undefined {
  let best: Match | undefined;
  for (const { slots, logPrior } of proposals(days, calendar)) {
    const match = weigh(days, slots, logPrior);
    if (match !== undefined && match.logEvidence > (best?.logEvidence ?? 0)) best = match;
  }
  return best;
}
