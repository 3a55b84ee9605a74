import { quantile } from '../statistics/quantile.js';
import type { Match } from './evidence.js';
import type { PayeePayments } from './payments.js';

/** Share of payments on the very day, within which a weekly series must be, and how much its amounts may change. */
const weeklyPunctuality = 0.8;
const weeklySpread = { expense: 0.12, income: 0.35 } as const;
const monthlySpread = { expense: 0.6, income: 0.8 } as const;
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
  const isInWeeks = slots.daysOfMonth.length === 0;
  if (!isInWeeks) return spread <= monthlySpread[direction];
  const punctual = members.filter((index, nth) => days[index] === slots.dayOf(slotOf[nth] as number)).length;
  return punctual >= weeklyPunctuality * members.length && spread <= weeklySpread[direction];
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
