import type { BatchPredictions, TitansClient, TransactionRequest } from '@titans/client';
import { type Problem, problemOf } from '../session/problem.js';
import { type Observable, observable } from '../state/observable.js';
import type { Row } from './transaction-book.js';

/** What the models say of rows, as far as anyone wanted to know. */
export interface PredictionBook {
  /** Rises when something was learned. */
  readonly version: Observable<number>;
  readonly problem: Observable<Problem | null>;
  /** Rows that are asked for and not answered. */
  readonly waiting: Observable<number>;
  /** `null` where the model refused the row; `undefined` where it is not known. */
  of(row: Row): BatchPredictions | null | undefined;
  /** Why the model refused the row; `null` where it did not. */
  refusalOf(row: Row): string | null;
  /** Asks for rows that are not known yet, those asked for last first. Resolves when nothing is waited for. */
  want(rows: readonly Row[]): Promise<void>;
  /** Forgets what is known of rows, as the models have learned. */
  forget(rows: readonly Row[]): void;
  close(): void;
}

/** Few enough that rows which come into view do not wait long behind others. */
const blockRows = 250;

/** Makes the book: rows are asked for in blocks, one block at a time. */
export function predictionBook(client: TitansClient): PredictionBook {
  const closing = new AbortController();
  const { signal } = closing;
  const known = new Map<Row, BatchPredictions | null>();
  const refusals = new Map<Row, string>();
  let wanted = new Set<Row>();
  /** Rows that the service was asked about and has not answered; what was forgotten meanwhile is not among them. */
  let asked = new Set<Row>();
  const version = observable(0);
  const problem = observable<Problem | null>(null);
  const waiting = observable(0);
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    try {
      while (wanted.size > 0 && !signal.aborted) {
        const block = [...wanted].slice(0, blockRows);
        for (const row of block) wanted.delete(row);
        asked = new Set(block);
        const answers = client.predict.stream(block.map(requestOf), { signal });
        for await (const answer of answers) {
          const row = block[answer.index];
          if (row === undefined || !asked.delete(row)) continue;
          const isAnswered = answer.status === 'success';
          known.set(row, isAnswered ? answer.predictions : null);
          if (!isAnswered) refusals.set(row, answer.error);
        }
        asked.clear();
        waiting.set(wanted.size);
        version.set(version.value + 1);
      }
      problem.set(null);
    } catch (error) {
      wanted.clear();
      asked.clear();
      waiting.set(0);
      if (!signal.aborted) problem.set(problemOf(error));
    }
  }

  return {
    version,
    problem,
    waiting,
    of: (row) => known.get(row),
    refusalOf: (row) => refusals.get(row) ?? null,
    async want(rows) {
      if (problem.value?.kind === 'forbidden') return;
      const missing = rows.filter((row) => !known.has(row) && !asked.has(row));
      if (missing.length > 0) wanted = new Set([...missing, ...wanted]);
      waiting.set(wanted.size);
      while ((wanted.size > 0 || asking !== null) && !signal.aborted) {
        asking ??= ask().finally(() => {
          asking = null;
        });
        await asking;
      }
    },
    forget(rows) {
      for (const row of rows) {
        known.delete(row);
        refusals.delete(row);
        asked.delete(row);
      }
      version.set(version.value + 1);
    },
    close: () => closing.abort(),
  };
}

/** A stored transaction as a question about it. */
export function requestOf({ transaction }: Row): TransactionRequest {
  const { amount, ...others } = transaction;
  // Larger amounts are stored than questions may have.
  return Math.abs(amount) <= mostAsked ? { ...others, amount } : others;
}

const mostAsked = 1_000_000;
