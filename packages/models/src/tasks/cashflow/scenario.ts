import {
  type CurrencyCode,
  fromEpochDay,
  minorFromNumber,
  type PlainDate,
  TitansError,
  toEpochDay,
} from '@titans/core';
import { checkSchedule, dayOf, dueDates } from '../../recurring/due-dates.js';
import type { RecurringSchedule } from '../../recurring/stream.js';
import type { FlowStream } from './flow-stream.js';
import type { PlannedPayment } from './planned-payments.js';

/**
 * What is to be different. Plain data. Amounts are signed and in the main unit of the currency; `stream` is the `id`
 * of a stream, and without `from` a change holds from the first day of the forecast on.
 */
export type CashflowChange =
  | {
      /** Another amount, or the amount times a factor: rent 10 % up is a factor of 1.1. Give one of the two. */
      readonly kind: 'change-amount';
      readonly stream: string;
      readonly amount?: number;
      readonly factor?: number;
      readonly from?: PlainDate;
    }
  | { readonly kind: 'end-stream'; readonly stream: string; readonly from?: PlainDate }
  | {
      /** A stream that ended goes on by its schedule. */
      readonly kind: 'begin-stream';
      readonly stream: string;
      readonly from?: PlainDate;
    }
  | {
      /** Every payment so many days later (negative: earlier), −31 to 31. */
      readonly kind: 'shift-stream';
      readonly stream: string;
      readonly days: number;
      readonly from?: PlainDate;
    }
  | {
      readonly kind: 'add-payment';
      readonly label: string;
      readonly date: PlainDate;
      readonly amount: number;
    }
  | {
      readonly kind: 'add-stream';
      readonly label: string;
      readonly amount: number;
      readonly schedule: RecurringSchedule;
      readonly from?: PlainDate;
      /** Last day; without end unless told. */
      readonly to?: PlainDate;
    };

/** Changes that one question may have. */
const mostChanges = 200;

/** @throws TitansError `INVALID_ARGUMENT` for what is no list of changes, or too long. */
export function checkScenario(scenario: readonly CashflowChange[]): void {
  if (Array.isArray(scenario) && scenario.length <= mostChanges) return;
  throw new TitansError('INVALID_ARGUMENT', `scenario must be a list of at most ${mostChanges} changes.`, {
    details: { field: 'scenario' },
  });
}

/**
 * By how many days payments beyond the horizon may come into it, because changes shift them forward.
 *
 * @param changes Before they are checked.
 */
export function shiftedForward(changes: readonly CashflowChange[]): number {
  return changes.reduce(
    (days, change) =>
      days + (change?.kind === 'shift-stream' && change.days < 0 ? Math.min(mostShift, -change.days) : 0),
    0,
  );
}

/** What changes are applied to. */
export interface ChangedPlan {
  readonly payments: readonly PlannedPayment[];
  readonly streams: readonly FlowStream[];
  readonly currency: CurrencyCode;
  /** First and last epoch day of the forecast. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly holidays: readonly PlainDate[];
}

const kinds = ['change-amount', 'end-stream', 'begin-stream', 'shift-stream', 'add-payment', 'add-stream'];
const mostShift = 31;

/**
 * The payments after a change.
 *
 * @param place Names the change in errors, such as `scenario[0]`.
 * @throws TitansError `INVALID_ARGUMENT`, `DATE_INVALID`, `AMOUNT_…` for a change that is none, `NOT_FOUND` for a
 * stream that is not among those of the accounts asked for.
 */
export function changedPayments(
  plan: ChangedPlan,
  change: CashflowChange,
  place: string,
): readonly PlannedPayment[] {
  const wrong = (field: string, message: string): TitansError =>
    new TitansError('INVALID_ARGUMENT', message, { details: { field: `${place}.${field}` } });
  if (typeof change !== 'object' || change === null || !kinds.includes(change.kind)) {
    throw wrong('kind', `kind must be one of ${kinds.join(', ')}.`);
  }
  const dayAt = (field: string, date: PlainDate | undefined, otherwise: number): number =>
    date === undefined ? otherwise : dayOf(`${place}.${field}`, date);
  const minorOf = (amount: number): number => {
    if (typeof amount === 'number' && Number.isFinite(amount)) return minorFromNumber(amount, plan.currency);
    throw wrong('amount', 'amount must be a number in the main unit of the currency.');
  };
  const labelOf = (label: string): string => {
    if (typeof label !== 'string' || label === '') throw wrong('label', 'label must be a text.');
    if (plan.streams.every(({ id }) => id !== label)) return label;
    throw wrong('label', 'label must not be the id of a stream.');
  };
  if (change.kind === 'add-payment') {
    const day = dayAt('date', change.date, Number.NEGATIVE_INFINITY);
    if (day < plan.firstDay) throw wrong('date', 'date must be given, and lie after lastDate.');
    return [...plan.payments, certain(labelOf(change.label), day, minorOf(change.amount))];
  }
  const from = dayAt('from', change.from, plan.firstDay);
  if (change.kind === 'add-stream') {
    const { label, schedule, to: end } = change;
    const last = dayAt('to', end, Number.POSITIVE_INFINITY);
    if (last < from) throw wrong('to', 'to must not lie before from, nor before the first day forecast.');
    checkSchedule(schedule, `${place}.schedule`);
    const [source, amount] = [labelOf(label), minorOf(change.amount)];
    const to = Math.min(last, plan.lastDay);
    return [...plan.payments, ...scheduled(plan, schedule, from, to, source, amount, [1])];
  }
  const stream = plan.streams.find(({ id }) => id === change.stream);
  if (stream === undefined) {
    throw new TitansError(
      'NOT_FOUND',
      'There is no such stream: name the id of one that recurring() lists.',
      {
        details: { field: `${place}.stream` },
      },
    );
  }
  const touched = (payment: PlannedPayment): boolean => payment.source === stream.id && payment.day >= from;
  switch (change.kind) {
    case 'end-stream':
      return plan.payments.filter((payment) => !touched(payment));
    case 'begin-stream': {
      const { expectedMinor, ratios } = stream.amount;
      return [
        ...plan.payments.filter((payment) => !touched(payment)),
        ...scheduled(plan, stream.schedule, from, plan.lastDay, stream.id, expectedMinor, ratios),
      ];
    }
    case 'shift-stream': {
      const { days } = change;
      if (!(Number.isInteger(days) && Math.abs(days) <= mostShift)) {
        throw wrong('days', `days must be a whole number from -${mostShift} to ${mostShift}.`);
      }
      return plan.payments.map((payment) =>
        touched(payment)
          ? { ...payment, day: payment.day + days, days: payment.days.map((day) => day + days) }
          : payment,
      );
    }
    case 'change-amount': {
      const { amount, factor } = change;
      if ((amount === undefined) === (factor === undefined)) {
        throw wrong('amount', 'Give either amount or factor.');
      }
      if (factor !== undefined && !(Number.isFinite(factor) && factor >= 0)) {
        throw wrong('factor', 'factor must be a number of at least 0.');
      }
      const given = amount === undefined ? undefined : minorOf(amount);
      const changed = (before: number): number => {
        const after = given ?? Math.round(before * (factor as number));
        if (Number.isSafeInteger(after)) return after;
        throw new TitansError('AMOUNT_RANGE', 'An amount times factor has more than 15 digits.', {
          details: { field: `${place}.factor` },
        });
      };
      return plan.payments.map((payment) =>
        touched(payment) ? { ...payment, amountMinor: changed(payment.amountMinor) } : payment,
      );
    }
  }
}

function certain(source: string, day: number, amountMinor: number): PlannedPayment {
  return { source, day, probability: 1, days: [day], shares: [1], amountMinor, ratios: [1] };
}

function scheduled(
  { firstDay, holidays }: ChangedPlan,
  schedule: RecurringSchedule,
  from: number,
  to: number,
  source: string,
  amountMinor: number,
  ratios: readonly number[],
): readonly PlannedPayment[] {
  const first = Math.max(from, firstDay);
  if (to < first) return [];
  return dueDates({ schedule }, { from: fromEpochDay(first), to: fromEpochDay(to), holidays }).map(
    (date) => ({
      ...certain(source, toEpochDay(date), amountMinor),
      ratios,
    }),
  );
}
