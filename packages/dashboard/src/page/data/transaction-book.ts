import type { StoredTransaction, TitansClient } from '@titans/client';
import { type Problem, problemOf } from '../session/problem.js';
import { type Observable, observable } from '../state/observable.js';
import { daysBefore, daysBetween } from './days.js';

/** A transaction of the book. Two rows are never the same object, whatever they say. */
export interface Row {
  readonly transaction: StoredTransaction;
  /** Its place in the order in which the book read them, from 0. */
  readonly number: number;
}

/** What is known of an account's transactions. */
export interface BookState {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** Day of the account's first transaction; `null` before it is known or without any. */
  readonly firstDate: string | null;
  /** The day from which all are read; `null` before the first were. */
  readonly readFrom: string | null;
  /** Whether all of them are read. */
  readonly isComplete: boolean;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
}

/** The transactions of one account, read from the newest on, as far as anyone wanted. */
export interface TransactionBook {
  readonly state: Observable<BookState>;
  /**
   * Reads on until so many rows are read, or all from a day on, or all there are. Resolves then, or when reading failed or
   * the book was closed.
   */
  readUntil(wanted: { readonly rows?: number; readonly from?: string }): Promise<void>;
  /** Reads on after a problem. */
  retry(): Promise<void>;
  /** Stops reading. */
  close(): void;
}

const pageRows = 1_000;
const firstSpanDays = 31;
const longestSpanDays = 3_660;

/**
 * Opens the book of an account. The service gives transactions from the oldest on; the book asks for spans of days, the
 * latest first, so long that each has about a page of rows.
 *
 * @param today The day on which to begin looking; what is later is read too.
 */
export function transactionBook(client: TitansClient, accountId: string, today: string): TransactionBook {
  const closing = new AbortController();
  const { signal } = closing;
  const state = observable<BookState>({
    rows: [],
    firstDate: null,
    readFrom: null,
    isComplete: false,
    isLoading: false,
    problem: null,
  });
  const change = (changed: Partial<BookState>): void => state.set({ ...state.value, ...changed });
  let spanDays = firstSpanDays;
  let wantedRows = 0;
  let wantedFrom = today;
  let reading: Promise<void> | null = null;

  function isEnough(): boolean {
    const { rows, readFrom, isComplete } = state.value;
    return isComplete || (rows.length >= wantedRows && readFrom !== null && readFrom <= wantedFrom);
  }

  async function read(): Promise<void> {
    change({ isLoading: true, problem: null });
    try {
      const firstDate = state.value.firstDate ?? (await findFirstDate());
      if (firstDate === null) change({ isComplete: true });
      else change({ firstDate });
      while (firstDate !== null && !isEnough()) await readSpan(firstDate);
      change({ isLoading: false });
    } catch (error) {
      if (!signal.aborted) change({ isLoading: false, problem: problemOf(error) });
    }
  }

  async function findFirstDate(): Promise<string | null> {
    const { transactions } = await client.transactions.list({ account_id: accountId, limit: 1 }, { signal });
    return transactions[0]?.date ?? null;
  }

  async function readSpan(firstDate: string): Promise<void> {
    const { readFrom, rows } = state.value;
    const end = readFrom === null ? null : daysBefore(readFrom, 1);
    let from = daysBefore(end ?? today, spanDays - 1);
    if (from < firstDate) from = firstDate;
    if (end !== null && from > end) from = end;
    const found: StoredTransaction[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { account_id: accountId, from, limit: pageRows };
      const page = await client.transactions.list(
        { ...query, ...(end === null ? {} : { to: end }), ...(cursor ? { cursor } : {}) },
        { signal },
      );
      cursor = page.next_cursor;
      found.push(...page.transactions);
      const covered = daysBetween(from, page.transactions.at(-1)?.date ?? from) + 1;
      if (cursor !== null && found.length === pageRows && covered * 2 <= spanDays) {
        // So busy an account is read in shorter spans, so that the newest come soon.
        spanDays = covered;
        return;
      }
    } while (cursor !== null);
    spanDays = nextSpan(spanDays, found.length);
    const read = found
      .reverse()
      .map((transaction, index): Row => ({ transaction, number: rows.length + index }));
    change({ rows: [...rows, ...read], readFrom: from, isComplete: from <= firstDate });
  }

  async function readOn(): Promise<void> {
    while (!signal.aborted && !isEnough() && state.value.problem === null) {
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    }
  }

  return {
    state,
    readUntil({ rows = 0, from }) {
      wantedRows = Math.max(wantedRows, rows);
      if (from !== undefined && from < wantedFrom) wantedFrom = from;
      return readOn();
    },
    retry() {
      change({ problem: null });
      return readOn();
    },
    close: () => closing.abort(),
  };
}

/** So many days that about a page of rows is in them, at most four times as many as before. */
function nextSpan(days: number, rows: number): number {
  const factor = rows === 0 ? 4 : Math.min(4, Math.max(0.1, pageRows / rows));
  return Math.min(longestSpanDays, Math.max(1, Math.round(days * factor)));
}
