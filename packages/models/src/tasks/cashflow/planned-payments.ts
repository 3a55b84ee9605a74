import { type ExpectedStream, expectedPayments } from '../../recurring/expected-payments.js';
import type { BookingCalendar } from '../../recurring/slots.js';
import type { RecurringStream } from '../../recurring/stream.js';

/** A payment that a forecast counts on. */
export interface PlannedPayment {
  /** `id` of the stream, or the label of a change that adds it. */
  readonly source: string;
  /** Epoch day on which the point forecast has it. */
  readonly day: number;
  readonly probability: number;
  /** Epoch days on which it may come, and how probable each is. */
  readonly days: readonly number[];
  readonly shares: readonly number[];
  readonly amountMinor: number;
  /** Quantiles of what is paid ÷ `amountMinor`, at equal steps. */
  readonly ratios: readonly number[];
}

/** Payments at least this probable are forecast in full, others by their expectation. */
const leastCertain = 0.75;

/** Days beyond a horizon up to which payments are due that may come within it. */
export const earlyDays = 16;

/** What a plan needs of a stream. */
export type PlannedStream = ExpectedStream & Pick<RecurringStream, 'amount'> & { readonly id: string };

/** The payments of streams that are expected after a day, by stream and date. */
export function plannedPayments(
  streams: readonly PlannedStream[],
  asOf: number,
  to: number,
  calendar: BookingCalendar,
): readonly PlannedPayment[] {
  return streams.flatMap((stream) =>
    expectedPayments(stream, asOf, to, calendar).map((payment) => ({
      ...payment,
      source: stream.id,
      amountMinor: stream.amount.expectedMinor,
      ratios: stream.amount.ratios,
    })),
  );
}

/** What the point forecast has for a payment, in minor units: all of it, or its expectation where it is doubtful. */
export function pointOf({ probability, amountMinor }: PlannedPayment): number {
  return probability >= leastCertain ? amountMinor : Math.round(probability * amountMinor);
}

/** Points of payments per day after `asOf`. */
export function plannedPoints(payments: readonly PlannedPayment[], asOf: number, days: number): Float64Array {
  const points = new Float64Array(days);
  for (const payment of payments) {
    const step = payment.day - asOf - 1;
    if (step >= 0 && step < days) points[step] = (points[step] as number) + pointOf(payment);
  }
  return points;
}

/** The stream with the most income, which sets paydays; `undefined` where none goes on. */
export function paydayStream<S extends Pick<RecurringStream, 'direction' | 'amount' | 'status'>>(
  streams: readonly S[],
): S | undefined {
  let best: S | undefined;
  for (const stream of streams) {
    if (stream.direction !== 'income' || stream.status === 'ended') continue;
    if (best === undefined || stream.amount.averageMinor > best.amount.averageMinor) best = stream;
  }
  return best;
}
