import {
  defaultAccountId,
  epochDay,
  fromEpochDay,
  type PlainDate,
  type TransactionSource,
  type TransactionTable,
  toEpochDay,
} from '@titans/core';
import type { PredictOptions, TrainedSuite, TransactionQuery } from '@titans/models';
import type { Clock } from '../http/clock.js';

/** Reads the earlier transactions of an account, as far back as the models look. */
export type ReadHistory = (
  queries: readonly TransactionQuery[],
  signal: AbortSignal | undefined,
) => Promise<ReadonlyMap<string, TransactionTable>>;

/** Days read before a transaction where no model states how far back it looks. */
const defaultLookBackDays = 365;
const millisecondsPerDay = 86_400_000;
/** The calendar begins in the year 1. */
const firstDay = epochDay(1, 1, 1);

/** The account of a query. */
export function accountOf(query: TransactionQuery): string {
  return query.accountId ?? defaultAccountId;
}

/** Reads from a source: one request to it per account, over all days that the queries of the account need. */
export function historyReader(
  source: TransactionSource | null,
  suite: TrainedSuite,
  clock: Clock,
): ReadHistory {
  const lookBackDays = Math.max(
    ...suite.tasks.flatMap((task) => suite[task].features.map((feature) => feature.windowDays ?? 0)),
    defaultLookBackDays,
  );
  return async (queries, signal) => {
    const histories = new Map<string, TransactionTable>();
    if (source === null) return histories;
    const today = fromEpochDay(Math.floor(clock.now() / millisecondsPerDay));
    for (const accountId of new Set(queries.map(accountOf))) {
      const dates = queries
        .filter((query) => accountOf(query) === accountId)
        .map((query) => (query.date ?? today) as PlainDate)
        .sort();
      const table = await source.transactions({
        accountId,
        from: fromEpochDay(Math.max(toEpochDay(dates[0] as PlainDate) - lookBackDays, firstDay)),
        to: dates.at(-1) as PlainDate,
        ...(signal === undefined ? {} : { signal }),
      });
      histories.set(accountId, table);
    }
    return histories;
  };
}

/** What a prediction may use beside the transaction: the history of its account, where there is a source. */
export function optionsFor(
  query: TransactionQuery,
  histories: ReadonlyMap<string, TransactionTable>,
): PredictOptions {
  const history = histories.get(accountOf(query));
  return history === undefined ? {} : { history };
}
