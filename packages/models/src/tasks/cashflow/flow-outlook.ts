import { createRandom, fromEpochDay, type PlainDate } from '@titans/core';
import type { BookingCalendar } from '../../recurring/slots.js';
import type { LearnedFlow } from './learned-flow.js';
import { earlyDays, type PlannedPayment, plannedPayments, plannedPoints } from './planned-payments.js';
import { samplePaths } from './sample-paths.js';
import { type CashflowChange, changedPayments, shiftedForward } from './scenario.js';

/** What all outlooks of a model have in common. */
export interface OutlookContext {
  /** Epoch day before the first of the forecast. */
  readonly lastDay: number;
  readonly calendar: BookingCalendar;
  readonly holidays: readonly PlainDate[];
  readonly seed: number;
}

/** One flow ahead, in minor units. */
export interface FlowOutlook {
  readonly flow: LearnedFlow;
  readonly payments: readonly PlannedPayment[];
  /** Sum of payments, calendar and residual per day; whole numbers. */
  readonly points: Float64Array;
}

/**
 * What is expected of flows, with changes. A change of a stream concerns the flow that has it; what is added goes to
 * the first flow.
 *
 * @param flows At least one.
 */
export function flowOutlooks(
  flows: readonly LearnedFlow[],
  days: number,
  changes: readonly CashflowChange[],
  context: OutlookContext,
): readonly FlowOutlook[] {
  const { lastDay, calendar, holidays } = context;
  const to = lastDay + days + earlyDays + shiftedForward(changes);
  const streams = flows.flatMap((flow) => flow.streams);
  const ownerOf = new Map(flows.flatMap((flow) => flow.streams.map(({ id }) => [id, flow] as const)));
  let payments = plannedPayments(streams, lastDay, to, calendar);
  const first = flows[0] as LearnedFlow;
  const before = payments;
  for (const [nth, change] of changes.entries()) {
    payments = changedPayments(
      {
        payments,
        streams,
        currency: first.currency,
        firstDay: lastDay + 1,
        lastDay: to,
        holidays,
      },
      change,
      `scenario[${nth}]`,
    );
  }
  const byFlow = (all: readonly PlannedPayment[]): ReadonlyMap<LearnedFlow, PlannedPayment[]> => {
    const groups = new Map<LearnedFlow, PlannedPayment[]>();
    for (const payment of all) {
      const owner = ownerOf.get(payment.source) ?? first;
      const group = groups.get(owner);
      if (group === undefined) groups.set(owner, [payment]);
      else group.push(payment);
    }
    return groups;
  };
  const [had, has] = [byFlow(before), byFlow(payments)];
  return flows.map((flow) => {
    const own = has.get(flow) ?? [];
    const planned = flow.structure === 'plain' ? differences(had.get(flow) ?? [], own) : own;
    const points = plannedPoints(planned, lastDay, days);
    for (let step = 0; step < days; step++) {
      points[step] =
        (points[step] as number) +
        (flow.calendarPoints[step] as number) +
        (flow.residualPoints[step] as number);
    }
    return { flow, payments: planned, points };
  });
}

/** What is added, and what is taken away as payments of the opposite sign: the rest is in the forecast of the whole. */
function differences(
  before: readonly PlannedPayment[],
  after: readonly PlannedPayment[],
): readonly PlannedPayment[] {
  const kept = new Set(after);
  const had = new Set(before);
  return [
    ...before
      .filter((payment) => !kept.has(payment))
      .map((payment) => ({ ...payment, amountMinor: -payment.amountMinor })),
    ...after.filter((payment) => !had.has(payment)),
  ];
}

/** Possible courses of a flow, path after path; the same for the same model, flow and days. */
export function drawnPaths(
  { flow, payments }: FlowOutlook,
  days: number,
  count: number,
  { lastDay, seed }: OutlookContext,
): Float64Array {
  const points = flow.residualPoints
    .subarray(0, days)
    .map((point, step) => point + (flow.calendarPoints[step] as number));
  const random = createRandom(seed, `cashflow/${flow.currency}/${flow.accountId}`);
  return samplePaths(
    { asOf: lastDay, payments, points, bias: flow.bias, values: flow.values },
    days,
    count,
    random,
  );
}

/** Sums over flows, day by day. */
export function summed(all: readonly Float64Array[], length: number): Float64Array {
  const sums = new Float64Array(length);
  for (const values of all) {
    for (let index = 0; index < length; index++) {
      sums[index] = (sums[index] as number) + (values[index] as number);
    }
  }
  return sums;
}

/** The date so many days ahead, counted from 0. */
export function dateAhead({ lastDay }: Pick<OutlookContext, 'lastDay'>, step: number): PlainDate {
  return fromEpochDay(lastDay + 1 + step);
}
