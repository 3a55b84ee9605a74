import { quantile } from '../statistics/quantile.js';
import type { Match } from './evidence.js';
import type { PayeePayments } from './payments.js';

/** Share of weekly and fortnightly payments that must be on the very day. */
const weeklyPunctuality = 0.8;
/** How much amounts may change from one to the next. */
const largestSpread = {
  weekly: { expense: 0.12, income: 0.35 },
  fortnightly: { expense: 0.35, income: 0.35 },
  longer: { expense: 0.6, income: 0.8 },
} as const;
/** Days up to which payments every so many days count as weekly and as fortnightly. */
const [mostWeekly, mostFortnightly] = [10, 20];
/** Share of due dates between the first and the last payment that must have been paid. */
const leastPaid = 0.6;

/**
 * Tells a contract from a habit. Shopping every Saturday is regular by its dates as well; what gives it away are
 * amounts that change every time, other days now and then, and weeks left out.
 */
export function looksLikeObligation({ days, amounts, direction }: PayeePayments, match: Match): boolean {
  const { members, slotOf, slots } = match;
  const slotCount = (slotOf.at(-1) as number) - (slotOf[0] as number) + 1;
  if (members.length < leastPaid * slotCount) return false;
  const spread = spreadOf(members.map((index) => amounts[index] as number));
  const length = lengthOf(slots);
  if (spread > largestSpread[length][direction]) return false;
  if (length === 'longer') return true;
  const punctual = members.filter((index, nth) => days[index] === slots.dayOf(slotOf[nth] as number));
  return punctual.length >= weeklyPunctuality * members.length;
}

function lengthOf({ frequency, intervalDays }: Match['slots']): keyof typeof largestSpread {
  if (frequency === 'weekly' || frequency === 'fortnightly') return frequency;
  if (intervalDays === undefined || intervalDays > mostFortnightly) return 'longer';
  return intervalDays > mostWeekly ? 'fortnightly' : 'weekly';
}

/** Median relative change from one amount to the next, which a change of price does not raise. */
export function spreadOf(amounts: readonly number[]): number {
  if (amounts.length < 2) return 0;
  const changes = amounts.slice(1).map((amount, index) => {
    const before = amounts[index] as number;
    return Math.abs(amount - before) / Math.max(Math.abs(amount), Math.abs(before));
  });
  return quantile(changes, 0.5);
}
