import { fromEpochDay } from '@titans/core';
import { type AmountHistory, amountHistory } from './amount-history.js';
import type { Match } from './evidence.js';
import { outlook } from './next-payment.js';
import type { PayeePayments } from './payments.js';
import type { RecurringAlert, RecurringPunctuality, RecurringStream } from './stream.js';

/** Share of payees that recur, before anything is seen of their dates. */
const recurringShare = 0.1;

/** What the description of a stream needs beside its payments. */
export interface DescribeOptions {
  readonly asOf: number;
  readonly level: number;
  readonly falsePositiveRate: number;
  readonly refundOf: ReadonlyMap<number, number>;
}

/** A match as the stream that is told. */
export function describeStream(
  payments: PayeePayments,
  match: Match,
  options: DescribeOptions,
): RecurringStream {
  const rows = match.members.map((index) => payments.rows[index] as number);
  const days = match.members.map((index) => payments.days[index] as number);
  const amounts = match.members.map((index) => payments.amounts[index] as number);
  const history = amountHistory(amounts, days);
  const { next, missedDays, hasEnded } = outlook(match, days, history, options.asOf, options.level);
  const isEarly = match.logEvidence < -Math.log(options.falsePositiveRate);
  const missed = missedDays.map((day) => fromEpochDay(day));
  const { accountId, currency, direction, payee } = payments;
  return {
    accountId,
    currency,
    direction,
    payee,
    schedule: {
      frequency: match.slots.frequency,
      daysOfMonth: match.slots.daysOfMonth,
      businessDayRule: match.slots.rule,
      ...(match.slots.intervalDays === undefined ? {} : { intervalDays: match.slots.intervalDays }),
      anchorDate: fromEpochDay(match.slots.unmovedDayOf(match.slotOf.at(-1) as number)),
    },
    punctuality: punctualityOf(match, days),
    status: hasEnded ? 'ended' : isEarly ? 'early' : 'active',
    confidence: 1 / (1 + ((1 - recurringShare) / recurringShare) * Math.exp(-match.logEvidence)),
    logEvidence: match.logEvidence / Math.LN10,
    firstDate: fromEpochDay(days[0] as number),
    lastDate: fromEpochDay(days.at(-1) as number),
    rows,
    amount: history.amount,
    next,
    missed,
    alerts: [
      ...priceAlerts(history, rows, days, amounts),
      ...missed.map((date): RecurringAlert => ({ kind: 'missed-payment', date })),
      ...moneyAlerts(payments, rows, days, options.refundOf),
    ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
  };
}

function punctualityOf({ slots, slotOf }: Match, days: readonly number[]): RecurringPunctuality {
  const counts = new Map<number, number>();
  for (const [index, day] of days.entries()) {
    const deviation = day - slots.dayOf(slotOf[index] as number);
    counts.set(deviation, (counts.get(deviation) ?? 0) + 1);
  }
  return {
    dueCount: (slotOf.at(-1) as number) - (slotOf[0] as number) + 1,
    paidCount: days.length,
    deviations: [...counts].sort(([a], [b]) => a - b).map(([day, count]) => ({ days: day, count })),
    toleranceDays: slots.toleranceDays,
  };
}

/** More paid is a rise, of income as well. */
function priceAlerts(
  { changes, amount }: AmountHistory,
  rows: readonly number[],
  days: readonly number[],
  amounts: readonly number[],
): readonly RecurringAlert[] {
  return changes.map((position, nth): RecurringAlert => {
    const fromMinor = amount.steps[nth]?.amountMinor ?? 0;
    const toMinor = amounts[position] as number;
    return {
      kind: Math.abs(toMinor) > Math.abs(fromMinor) ? 'price-rise' : 'price-fall',
      date: fromEpochDay(days[position] as number),
      row: rows[position] as number,
      fromMinor,
      toMinor,
    };
  });
}

function moneyAlerts(
  { duplicates }: PayeePayments,
  rows: readonly number[],
  days: readonly number[],
  refundOf: ReadonlyMap<number, number>,
): readonly RecurringAlert[] {
  return rows.flatMap((row, index): readonly RecurringAlert[] => {
    const date = fromEpochDay(days[index] as number);
    const refund = refundOf.get(row);
    return [
      ...(duplicates.get(row) ?? []).map((again) => ({
        kind: 'duplicate-payment' as const,
        date,
        row: again,
      })),
      ...(refund === undefined ? [] : [{ kind: 'refund' as const, date, row: refund }]),
    ];
  });
}
