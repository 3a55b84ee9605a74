import { fromEpochDay } from '@titans/core';
import type { AmountHistory } from './amount-history.js';
import { deviationShares } from './deviation-shares.js';
import type { Match } from './evidence.js';
import type { NextPayment } from './stream.js';

/** What is known of the next payment and of those left out. */
export interface Outlook {
  readonly next: NextPayment | null;
  /** Epoch days of due dates that were not paid, those after the last payment only if too late by now. */
  readonly missedDays: readonly number[];
  readonly hasEnded: boolean;
}

/** 9999-12-31. */
const lastCalendarDay = 2_932_896;

/**
 * Looks ahead from a day. The interval of the date is of the deviations seen so far, smoothed with a two-sided
 * geometric distribution of their mean; it does not begin before the day after `asOf`.
 */
export function outlook(
  match: Match,
  memberDays: readonly number[],
  history: AmountHistory,
  asOf: number,
  level: number,
): Outlook {
  const { slots, slotOf } = match;
  const missedDays: number[] = [];
  for (let index = 1; index < slotOf.length; index++) {
    for (let slot = (slotOf[index - 1] as number) + 1; slot < (slotOf[index] as number); slot++) {
      missedDays.push(slots.dayOf(slot));
    }
  }
  const missesToEnd = slots.frequency === 'yearly' || slots.frequency === 'half-yearly' ? 1 : 2;
  let slot = (slotOf.at(-1) as number) + 1;
  let missedNow = 0;
  while (slots.dayOf(slot) + slots.toleranceDays <= asOf && missedNow < missesToEnd) {
    missedDays.push(slots.dayOf(slot));
    missedNow++;
    slot++;
  }
  if (missedNow >= missesToEnd) return { next: null, missedDays, hasEnded: true };
  const due = slots.dayOf(slot);
  const deviations = memberDays.map((day, index) => day - slots.dayOf(slotOf[index] as number));
  const [early, late] = deviationInterval(deviations, slots.toleranceDays, level);
  // Beyond the calendar there is no date to tell.
  if (due + late > lastCalendarDay) return { next: null, missedDays, hasEnded: false };
  const soonest = asOf + 1;
  const next: NextPayment = {
    date: fromEpochDay(Math.max(due, soonest)),
    earliest: fromEpochDay(Math.max(due + early, soonest)),
    latest: fromEpochDay(Math.max(due + late, soonest)),
    ...history.expected(level),
    level,
    overdue: due < soonest,
  };
  return { next, missedDays, hasEnded: false };
}

/** The shortest run of deviations around 0 that holds the level. */
function deviationInterval(
  deviations: readonly number[],
  tolerance: number,
  level: number,
): readonly [number, number] {
  const share = deviationShares(deviations, tolerance);
  let [early, late] = [0, 0];
  let held = share.get(0) ?? 0;
  while (held < level && (early > -tolerance || late < tolerance)) {
    const before = early > -tolerance ? (share.get(early - 1) ?? 0) : -1;
    const after = late < tolerance ? (share.get(late + 1) ?? 0) : -1;
    if (after >= before) held += share.get(++late) ?? 0;
    else held += share.get(--early) ?? 0;
  }
  return [early, late];
}
