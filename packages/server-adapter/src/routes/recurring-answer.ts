import { type CurrencyCode, type PlainDate, toMajor } from '@titans/core';
import type { RecurringPayment, RecurringResponse } from '@titans/core/contract';
import type { FlowAlert, FlowStream } from '@titans/models';
import { findRecurring, type RecurringAlert, type RecurringStream } from '@titans/models/recurring';
import { asRequestError } from './model-errors.js';
import { type GivenTransactions, tableOf } from './sent-transactions.js';

/** Recurring payments without what only the service knows of them. */
export type RecurringAnswer = Omit<RecurringResponse, 'processing_time'>;

/** What is looked through for payments that recur. */
export interface RecurringQuestion {
  readonly transactions: GivenTransactions;
  readonly asOf: string | undefined;
}

/**
 * Finds payments that recur in transactions.
 *
 * @throws TitansError `REQUEST_INVALID` with the place of what is wrong.
 */
export async function recurringAnswer({ transactions, asOf }: RecurringQuestion): Promise<RecurringAnswer> {
  const table = tableOf(transactions);
  const options = asOf === undefined ? {} : { asOf: asOf as PlainDate };
  const report = asRequestError(() => findRecurring(table, options));
  return { as_of: report.asOf, streams: report.streams.map((stream) => paymentOf(stream, null)) };
}

/** Recurring payments that a cash-flow model found when it was trained. */
export function trainedRecurringAnswer(streams: readonly FlowStream[], asOf: PlainDate): RecurringAnswer {
  return { as_of: asOf, streams: streams.map((stream) => paymentOf(stream, stream.id)) };
}

type AnyStream = Pick<
  RecurringStream,
  | 'accountId'
  | 'amount'
  | 'confidence'
  | 'currency'
  | 'direction'
  | 'firstDate'
  | 'lastDate'
  | 'missed'
  | 'next'
  | 'payee'
  | 'punctuality'
  | 'schedule'
  | 'status'
> & { readonly alerts: readonly (FlowAlert | RecurringAlert)[] };

function paymentOf(stream: AnyStream, id: string | null): RecurringPayment {
  const { amount, currency, next, schedule } = stream;
  const major = (minor: number): number => toMajor(Math.round(minor), currency);
  return {
    stream_id: id,
    account_id: stream.accountId,
    payee: stream.payee,
    direction: stream.direction,
    currency,
    frequency: frequencyOf(schedule),
    status: stream.status,
    confidence: stream.confidence,
    first_date: stream.firstDate,
    last_date: stream.lastDate,
    occurrences: stream.punctuality.paidCount,
    average_amount: major(amount.averageMinor),
    expected_amount: major(amount.expectedMinor),
    last_amount: major(amount.lastMinor),
    next:
      next === null
        ? null
        : {
            date: next.date,
            earliest: next.earliest,
            latest: next.latest,
            amount: major(next.amountMinor),
            amount_lower: major(next.lowestMinor),
            amount_upper: major(next.highestMinor),
            level: next.level,
            overdue: next.overdue,
          },
    missed: stream.missed,
    alerts: stream.alerts.map((alert) => ({
      kind: alert.kind,
      date: alert.date,
      message: messageOf(alert, currency),
    })),
  };
}

function frequencyOf({ frequency, intervalDays }: RecurringStream['schedule']): string {
  return frequency === 'every-days' ? `every-${intervalDays}-days` : frequency;
}

function messageOf(alert: FlowAlert | RecurringAlert, currency: CurrencyCode): string {
  switch (alert.kind) {
    case 'price-rise':
    case 'price-fall': {
      const [from, to] = [alert.fromMinor, alert.toMinor].map((minor) => Math.abs(toMajor(minor, currency)));
      return `The price ${alert.kind === 'price-rise' ? 'rose' : 'fell'} from ${from} to ${to} ${currency}.`;
    }
    case 'missed-payment':
      return 'A payment that was due did not come.';
    case 'duplicate-payment':
      return 'A payment came twice.';
    case 'refund':
      return 'A payment was given back.';
  }
}
