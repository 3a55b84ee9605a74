import { isCurrency, isPlainDate, type JsonValue, type PlainDate } from '@titans/core';
import type { ArtifactReader } from '../../estimators/restoring.js';
import { type BusinessDayRule, frequencies, type NextPayment } from '../../recurring/stream.js';
import type { FlowAlert, FlowStream } from './flow-stream.js';

type Members = { readonly [key: string]: JsonValue };

const rules: readonly BusinessDayRule[] = ['same-day', 'next-business-day', 'previous-business-day'];
const statuses = ['active', 'early', 'ended'] as const;
const amountKinds = ['fixed', 'stepped', 'varying'] as const;
const priceAlerts = ['price-rise', 'price-fall'] as const;
const otherAlerts = ['missed-payment', 'duplicate-payment', 'refund'] as const;

/** Reads a stream of an artifact, each member with its type checked. */
export function storedStream(value: JsonValue, artifact: ArtifactReader): FlowStream {
  const wrong = (): never => {
    throw artifact.corrupt('a stream is incomplete');
  };
  const members = (of: JsonValue | undefined): Members =>
    typeof of === 'object' && of !== null && !Array.isArray(of) ? (of as Members) : wrong();
  const list = <T>(of: JsonValue | undefined, read: (item: JsonValue) => T): readonly T[] =>
    Array.isArray(of) ? of.map((item: JsonValue) => read(item)) : wrong();
  const number = (of: JsonValue | undefined): number => (typeof of === 'number' ? of : wrong());
  const text = (of: JsonValue | undefined): string => (typeof of === 'string' ? of : wrong());
  const date = (of: JsonValue | undefined): PlainDate =>
    typeof of === 'string' && isPlainDate(of) ? of : wrong();
  const oneOf = <T extends string>(all: readonly T[], of: JsonValue | undefined): T =>
    all.find((one) => one === of) ?? wrong();

  const stream = members(value);
  const schedule = members(stream.schedule);
  const punctuality = members(stream.punctuality);
  const amount = members(stream.amount);
  const currency = text(stream.currency);
  return Object.freeze({
    id: text(stream.id),
    accountId: text(stream.accountId),
    currency: isCurrency(currency) ? currency : wrong(),
    direction: oneOf(['income', 'expense'] as const, stream.direction),
    payee: stream.payee === null ? null : text(stream.payee),
    status: oneOf(statuses, stream.status),
    confidence: number(stream.confidence),
    firstDate: date(stream.firstDate),
    lastDate: date(stream.lastDate),
    missed: list(stream.missed, date),
    schedule: {
      frequency: oneOf(frequencies, schedule.frequency),
      daysOfMonth: list(schedule.daysOfMonth, number),
      businessDayRule: oneOf(rules, schedule.businessDayRule),
      ...(schedule.frequency === 'every-days' ? { intervalDays: number(schedule.intervalDays) } : {}),
      anchorDate: date(schedule.anchorDate),
    },
    punctuality: {
      dueCount: number(punctuality.dueCount),
      paidCount: number(punctuality.paidCount),
      toleranceDays: number(punctuality.toleranceDays),
      deviations: list(punctuality.deviations, (item) => {
        const { days, count } = members(item);
        return { days: number(days), count: number(count) };
      }),
    },
    amount: {
      kind: oneOf(amountKinds, amount.kind),
      averageMinor: number(amount.averageMinor),
      lastMinor: number(amount.lastMinor),
      expectedMinor: number(amount.expectedMinor),
      ratios: list(amount.ratios, number),
      steps: list(amount.steps, (item) => {
        const step = members(item);
        return { date: date(step.date), amountMinor: number(step.amountMinor) };
      }),
    },
    next: stream.next === null ? null : nextPayment(members(stream.next)),
    alerts: list(stream.alerts, (item): FlowAlert => {
      const alert = members(item);
      if (alert.kind === 'price-rise' || alert.kind === 'price-fall') {
        const kind = oneOf(priceAlerts, alert.kind);
        return {
          kind,
          date: date(alert.date),
          fromMinor: number(alert.fromMinor),
          toMinor: number(alert.toMinor),
        };
      }
      return { kind: oneOf(otherAlerts, alert.kind), date: date(alert.date) };
    }),
  });

  function nextPayment(next: Members): NextPayment {
    return {
      date: date(next.date),
      earliest: date(next.earliest),
      latest: date(next.latest),
      amountMinor: number(next.amountMinor),
      lowestMinor: number(next.lowestMinor),
      highestMinor: number(next.highestMinor),
      level: number(next.level),
      overdue: next.overdue === true,
    };
  }
}
