import { type CurrencyCode, type PlainDate, sha256Hex } from '@titans/core';
import type { RecurringAlert, RecurringStream } from '../../recurring/stream.js';

/** What a user may want to be told about a stream, without the rows of the training data. */
export type FlowAlert =
  | {
      readonly kind: 'price-rise' | 'price-fall';
      readonly date: PlainDate;
      /** Signed minor units. */
      readonly fromMinor: number;
      readonly toMinor: number;
    }
  | { readonly kind: 'missed-payment' | 'duplicate-payment' | 'refund'; readonly date: PlainDate };

/** A stream as the model keeps it: no rows, and no name unless asked for. Plain data. */
export interface FlowStream
  extends Pick<
    RecurringStream,
    | 'direction'
    | 'payee'
    | 'schedule'
    | 'punctuality'
    | 'status'
    | 'confidence'
    | 'firstDate'
    | 'lastDate'
    | 'amount'
    | 'next'
    | 'missed'
  > {
  /**
   * 16 hexadecimal digits, the same in every training that finds the stream: of the SHA-256 of account, currency,
   * direction, payee, frequency and place among such. Someone who guesses the payee can confirm it.
   */
  readonly id: string;
  readonly accountId: string;
  readonly currency: CurrencyCode;
  readonly alerts: readonly FlowAlert[];
}

/** The streams of one flow, as they are kept. */
export async function flowStreams(
  streams: readonly RecurringStream[],
  keepNames: boolean,
): Promise<readonly FlowStream[]> {
  const seen = new Map<string, number>();
  const kept: FlowStream[] = [];
  for (const { rows: _, alerts, logEvidence: __, ...stream } of streams) {
    const { accountId, currency, direction, payee, schedule } = stream;
    const key = JSON.stringify([accountId, currency, direction, payee, schedule.frequency]);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const digest = await sha256Hex(new TextEncoder().encode(`${key} ${nth}`));
    kept.push(
      Object.freeze({
        id: digest.slice(0, 16),
        ...stream,
        payee: keepNames ? payee : null,
        alerts: alerts.map(withoutRow),
      }),
    );
  }
  return Object.freeze(kept);
}

function withoutRow(alert: RecurringAlert): FlowAlert {
  if (alert.kind === 'price-rise' || alert.kind === 'price-fall') {
    const { kind, date, fromMinor, toMinor } = alert;
    return { kind, date, fromMinor, toMinor };
  }
  return { kind: alert.kind, date: alert.date };
}
