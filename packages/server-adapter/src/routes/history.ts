import {
  defaultAccountId,
  epochDay,
  fromEpochDay,
  type PlainDate,
  selectRows,
  TitansError,
  type TransactionSource,
  type TransactionTable,
  throwIfAborted,
  toEpochDay,
} from '@titans/core';
import type { PredictOptions, TaskName, TrainedSuite, TrainedTask, TransactionQuery } from '@titans/models';
import type { Clock } from '../http/clock.js';
import { inTime } from '../http/in-time.js';

/**
 * The earlier transactions that a query may use: those that are read for it alone, whatever it was asked together with.
 * Queries that may use the same ones get the same table; `null` where tasks do not look back.
 */
export type Histories = (query: TransactionQuery) => TransactionTable | null;

/** Reads the earlier transactions of accounts, as far back as the tasks look; nothing for tasks that do not. */
export type ReadHistory = (
  source: TransactionSource | null,
  suite: TrainedSuite,
  tasks: readonly TaskName[],
  queries: readonly TransactionQuery[],
  signal: AbortSignal | undefined,
) => Promise<Histories>;

/** Days read before a transaction for a task that could use all earlier ones. */
const boundedLookBackDays = 365;
const millisecondsPerDay = 86_400_000;
/** The calendar begins in the year 1. */
const firstDay = epochDay(1, 1, 1);

/** The account of a query. */
function accountOf(query: TransactionQuery): string {
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

/** Nobody has one. */
export const noHistories: Histories = () => null;

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
  reading: AccountReading,
): Promise<Histories> {
  const accounts = new Map<string, (query: TransactionQuery) => TransactionTable>();
  for (const accountId of new Set(queries.map(accountOf))) {
    throwIfAborted(reading.signal, 'reading the history');
    const days = queries
      .filter((query) => accountOf(query) === accountId)
      .map((query) => dayOf(query, reading.today));
    const table = await source.transactions({
      accountId,
      from: fromEpochDay(firstDayFor(Math.min(...days), reading)),
      to: fromEpochDay(Math.max(...days)),
      signal: reading.signal,
    });
    accounts.set(accountId, windowsOf(table, reading));
  }
  return (query) => accounts.get(accountOf(query))?.(query) ?? null;
}

function dayOf({ date }: TransactionQuery, today: PlainDate): number {
  return toEpochDay((date ?? today) as PlainDate);
}

function firstDayFor(day: number, { lookBackDays }: AccountReading): number {
  return Math.max(day - lookBackDays, firstDay);
}

/**
 * Of what was read for several queries of an account, what each would have been given alone. Models ignore what is later
 * than the day of a query; one without a day has no such bound but today.
 */
function windowsOf(
  table: TransactionTable,
  reading: AccountReading,
): (query: TransactionQuery) => TransactionTable {
  const { date } = table.columns;
  const windows = new Map<string, TransactionTable>();
  return (query) => {
    const day = dayOf(query, reading.today);
    const first = firstDayFor(day, reading);
    const last = query.date === undefined ? day : Number.POSITIVE_INFINITY;
    const before = date.reduce((count, of) => (of < first ? count + 1 : count), 0);
    const after = date.reduce((count, of) => (of > last ? count + 1 : count), 0);
    if (before + after === 0) return table;
    const place = `${before} ${after}`;
    const known = windows.get(place);
    if (known !== undefined) return known;
    const rows = [...date.keys()].filter((row) => {
      const of = date[row] as number;
      return of >= first && of <= last;
    });
    const window = selectRows(table, rows);
    windows.set(place, window);
    return window;
  };
}

/** What a prediction may use beside the transaction: the history of its account, where there is a source. */
export function optionsFor(query: TransactionQuery, histories: Histories): PredictOptions {
  const history = histories(query);
  return history === null ? {} : { history };
}
