import {
  defaultAccountId,
  epochDay,
  fromEpochDay,
  type PlainDate,
  TitansError,
  type TransactionSource,
  type TransactionTable,
  throwIfAborted,
  toEpochDay,
} from '@titans/core';
import type { PredictOptions, TaskName, TrainedSuite, TrainedTask, TransactionQuery } from '@titans/models';
import type { Clock } from '../http/clock.js';
import { inTime } from '../http/in-time.js';

/** Reads the earlier transactions of accounts, as far back as the tasks look; nothing for tasks that do not. */
export type ReadHistory = (
  source: TransactionSource | null,
  suite: TrainedSuite,
  tasks: readonly TaskName[],
  queries: readonly TransactionQuery[],
  signal: AbortSignal | undefined,
) => Promise<ReadonlyMap<string, TransactionTable>>;

/** Days read before a transaction for a task that could use all earlier ones. */
const boundedLookBackDays = 365;
const millisecondsPerDay = 86_400_000;
/** The calendar begins in the year 1. */
const firstDay = epochDay(1, 1, 1);

/** The account of a query. */
export function accountOf(query: TransactionQuery): string {
  return query.accountId ?? defaultAccountId;
}

/** What {@link historyReader} needs. */
export interface HistoryParts {
  readonly clock: Clock;
  /** For all accounts of a request together. */
  readonly timeoutMs: number;
}

/**
 * Reads from a source: one request to it per account, over all days that the queries of the account need. A source
 * that takes too long is told to stop, and is waited for no longer even if it does not listen.
 *
 * @throws TitansError from the function: `DATABASE_UNAVAILABLE` when the time is over, `TASK_NOT_TRAINED`,
 * and what the source throws.
 */
export function historyReader({ clock, timeoutMs }: HistoryParts): ReadHistory {
  return async (source, suite, tasks, queries, signal) => {
    if (source === null) return noHistories;
    const lookBackDays = tasks.reduce((most, task) => Math.max(most, daysReadFor(suite[task])), 0);
    if (lookBackDays === 0) return noHistories;
    const controller = new AbortController();
    const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const today = fromEpochDay(Math.floor(clock.now() / millisecondsPerDay));
    return inTime(readAccounts(source, queries, { lookBackDays, today, signal: either }), timeoutMs, () => {
      controller.abort();
      throw new TitansError('DATABASE_UNAVAILABLE', `The source gave no history within ${timeoutMs} ms.`);
    });
  };
}

const noHistories: ReadonlyMap<string, TransactionTable> = new Map();

function daysReadFor({ lookBackDays }: TrainedTask): number {
  return Number.isFinite(lookBackDays) ? lookBackDays : boundedLookBackDays;
}

interface AccountReading {
  readonly lookBackDays: number;
  readonly today: PlainDate;
  readonly signal: AbortSignal;
}

async function readAccounts(
  source: TransactionSource,
  queries: readonly TransactionQuery[],
  { lookBackDays, today, signal }: AccountReading,
): Promise<ReadonlyMap<string, TransactionTable>> {
  const histories = new Map<string, TransactionTable>();
  for (const accountId of new Set(queries.map(accountOf))) {
    throwIfAborted(signal, 'reading the history');
    const dates = queries
      .filter((query) => accountOf(query) === accountId)
      .map((query) => (query.date ?? today) as PlainDate)
      .sort();
    const table = await source.transactions({
      accountId,
      from: fromEpochDay(Math.max(toEpochDay(dates[0] as PlainDate) - lookBackDays, firstDay)),
      to: dates.at(-1) as PlainDate,
      signal,
    });
    histories.set(accountId, table);
  }
  return histories;
}

/** What a prediction may use beside the transaction: the history of its account, where there is a source. */
export function optionsFor(
  query: TransactionQuery,
  histories: ReadonlyMap<string, TransactionTable>,
): PredictOptions {
  const history = histories.get(accountOf(query));
  return history === undefined ? {} : { history };
}
