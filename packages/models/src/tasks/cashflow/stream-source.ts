import type { TransactionTable } from '@titans/core';
import { recurringFinder } from '../../recurring/find-recurring.js';
import type { RecurringStream } from '../../recurring/stream.js';
import { type DailySeries, flowKey } from './daily-series.js';

/** Streams of a table as they were known on a day. */
export interface StreamSource {
  readonly table: TransactionTable;
  /** Days on which banks book nothing, as epoch days. */
  readonly holidays: readonly number[];
  /** @param asOf Epoch day; rows after it are not looked at. */
  of(flow: Pick<DailySeries, 'accountId' | 'currency'>, asOf: number): readonly RecurringStream[];
}

/**
 * Finds streams, once for each day that is asked for: backtests of all accounts ask for the same few days.
 *
 * @param holidays Days on which banks book nothing, as epoch days.
 */
export function streamSource(table: TransactionTable, holidays: readonly number[]): StreamSource {
  const find = recurringFinder(table, { holidays: new Set(holidays) });
  const byDay = new Map<number, ReadonlyMap<string, readonly RecurringStream[]>>();
  return {
    table,
    holidays,
    of(flow, asOf) {
      let found = byDay.get(asOf);
      if (found === undefined) {
        found = groupedByFlow(find(asOf).streams);
        byDay.set(asOf, found);
      }
      return found.get(flowKey(flow)) ?? [];
    },
  };
}

function groupedByFlow(streams: readonly RecurringStream[]): ReadonlyMap<string, readonly RecurringStream[]> {
  const groups = new Map<string, RecurringStream[]>();
  for (const stream of streams) {
    const group = groups.get(flowKey(stream));
    if (group === undefined) groups.set(flowKey(stream), [stream]);
    else group.push(stream);
  }
  return groups;
}
