import { toEpochDay } from '@titans/core';
import { deviationShares } from './deviation-shares.js';
import { type BookingCalendar, slotsOf } from './slots.js';
import type { RecurringStream } from './stream.js';

/** A payment that is expected, as computed with. */
export interface ExpectedPayment {
  /** Epoch day on which it is expected: the due day, or the next day where that has passed. */
  readonly day: number;
  /** Probability that it is made at all. */
  readonly probability: number;
  /** Epoch days on which it may come, if it does, and how probable each is; they sum to 1. */
  readonly days: readonly number[];
  readonly shares: readonly number[];
}

/** Before anything is seen, this many of a hundred payments are made; it counts as this many due dates. */
const usualPaid = 0.98;
const usualDueDates = 6;
/** Contracts that end within a year. It is a choice: an account shows too few endings to learn it from. */
const endedPerYear = 0.1;
const daysPerYear = 365.25;

/** What the expectation is made of. */
export type ExpectedStream = Pick<RecurringStream, 'schedule' | 'punctuality' | 'status' | 'confidence'>;

/**
 * The payments of a stream that are expected after a day, up to another. The probability of each is of the share of
 * due dates that were paid, of its due dates since the last payment that were not (each makes it more likely that the
 * stream has ended), of contracts ending at one in ten per year, and of the confidence in a stream that is early.
 * An ended stream expects nothing.
 *
 * @param asOf Epoch day up to which payments are known.
 * @param to Last epoch day on which a payment may be due.
 */
export function expectedPayments(
  stream: ExpectedStream,
  asOf: number,
  to: number,
  calendar: BookingCalendar,
): readonly ExpectedPayment[] {
  if (stream.status === 'ended') return [];
  const { schedule, punctuality } = stream;
  const slots = slotsOf(schedule, calendar);
  const shares = deviationShares(
    punctuality.deviations.flatMap(({ days, count }) => Array<number>(count).fill(days)),
    punctuality.toleranceDays,
  );
  const paid = (punctuality.paidCount + usualPaid * usualDueDates) / (punctuality.dueCount + usualDueDates);
  const anchor = toEpochDay(schedule.anchorDate);
  const slotDays = Math.max(1, (slots.unmovedDayOf(12) - anchor) / 12);
  const staysPerSlot = (1 - endedPerYear) ** (slotDays / daysPerYear);
  let active = stream.status === 'early' ? stream.confidence : 1;
  const expected: ExpectedPayment[] = [];
  for (let slot = 1; ; slot++) {
    const due = slots.dayOf(slot);
    if (due > to) return expected;
    active *= staysPerSlot;
    const late = [...shares].filter(([days]) => due + days > asOf);
    const ahead = late.reduce((sum, [, share]) => sum + share, 0);
    const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
    // That nothing came until today speaks for a payment left out, or for the end.
    const unseen = paid * (ahead / total) + (1 - paid);
    const probability = (active * paid * (ahead / total)) / (active * unseen + 1 - active);
    active = (active * unseen) / (active * unseen + 1 - active);
    if (late.length === 0 || ahead === 0) continue;
    expected.push({
      day: Math.max(due, asOf + 1),
      probability,
      days: late.map(([days]) => due + days),
      shares: late.map(([, share]) => share / ahead),
    });
  }
}
