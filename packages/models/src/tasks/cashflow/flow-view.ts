import { toMajor } from '@titans/core';
import type { BookingCalendar } from '../../recurring/slots.js';
import type { RecurringStream } from '../../recurring/stream.js';
import { calendarEffects } from './calendar-effects.js';
import type { DailySeries } from './daily-series.js';
import {
  earlyDays,
  type PlannedPayment,
  paydayStream,
  plannedPayments,
  plannedPoints,
} from './planned-payments.js';
import type { StreamSource } from './stream-source.js';

/** A flow as it was known on a day, taken apart. */
export interface FlowView {
  /** Epoch day up to which it is known. */
  readonly asOf: number;
  readonly streams: readonly RecurringStream[];
  readonly payments: readonly PlannedPayment[];
  /** What the payments come to, per day ahead, in the main unit. */
  readonly streamPoints: Float64Array;
  /** The series without the payments of streams, in the main unit. */
  readonly residual: Float64Array;
  /** What the calendar adds to the mean of the residual per day ahead, and the residual without it. */
  readonly calendarPoints: Float64Array;
  readonly remainder: Float64Array;
}

/** What views are made with. */
export interface ViewContext {
  readonly streams: StreamSource;
  readonly calendar: BookingCalendar;
}

/**
 * The flow as of a day, which the streams too are found as of.
 *
 * @param seen Days of the series that are known.
 * @param ahead Days that are looked ahead.
 */
export function flowView(
  series: DailySeries,
  seen: number,
  ahead: number,
  { streams, calendar }: ViewContext,
): FlowView {
  const asOf = series.firstDay + seen - 1;
  const known = streams.of(series, asOf);
  const { date, amountMinor } = streams.table.columns;
  const left = series.minor.slice(0, seen);
  for (const { rows } of known) {
    for (const row of rows) {
      const index = (date[row] as number) - series.firstDay;
      if (index >= 0) left[index] = (left[index] as number) - (amountMinor[row] as number);
    }
  }
  const residual = left.map((amount) => toMajor(amount, series.currency));
  const named = known.map((stream, nth) => ({ ...stream, id: String(nth) }));
  const payments = plannedPayments(named, asOf, asOf + ahead + earlyDays, calendar);
  const wages = paydayStream(named);
  const pastPaydays = wages === undefined ? [] : wages.rows.map((row) => date[row] as number);
  const paydays = [
    ...pastPaydays,
    ...payments.filter(({ source }) => source === wages?.id).map(({ day }) => day),
  ];
  const effects = calendarEffects(residual, series.firstDay, pastPaydays);
  return {
    asOf,
    streams: known,
    payments,
    streamPoints: plannedPoints(payments, asOf, ahead).map((amount) => toMajor(amount, series.currency)),
    residual,
    calendarPoints: Float64Array.from({ length: ahead }, (_, step) => effects.on(asOf + 1 + step, paydays)),
    remainder: residual.map((value, index) => value - (effects.past[index] as number)),
  };
}
