import type { TitansClient } from '@titans/client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { dayOf } from '../data/days.js';
import { type DecisionBook, decisionBook } from '../data/decision-book.js';
import { type LiveEvents, liveEvents } from '../data/live-events.js';
import type { Notices } from '../data/notices.js';
import { type PredictionBook, predictionBook } from '../data/prediction-book.js';
import { type TransactionBook, transactionBook } from '../data/transaction-book.js';
import { type Observable, observable } from '../state/observable.js';
import type { Connection } from './connection.js';

/** All that the views share while one account is looked at. */
export interface Workspace {
  readonly client: TitansClient;
  readonly accountId: string;
  readonly book: TransactionBook;
  readonly predictions: PredictionBook;
  readonly decisions: DecisionBook;
  readonly live: LiveEvents;
  readonly notices: Notices;
  readonly limitedUntil: Observable<number>;
  readonly isListening: Observable<boolean>;
  /** What is on the account, and what it should stay above, as the reader said; `null` where not. */
  readonly balance: Observable<number | null>;
  readonly floor: Observable<number | null>;
  /** Reads the account anew. */
  reopen(): void;
  close(): void;
}

/** Opens the books of an account. */
export function openWorkspace(
  { client, limitedUntil, isListening, clockAheadMs, close }: Connection,
  accountId: string,
  notices: Notices,
  reopen: () => void,
): Workspace {
  const now = Date.now();
  const book = transactionBook(client, accountId, dayOf(now));
  const predictions = predictionBook(client);
  const decisions = decisionBook(client, book, predictions);
  const live = liveEvents(client, () => now - clockAheadMs());
  return {
    client,
    accountId,
    book,
    predictions,
    decisions,
    live,
    notices,
    limitedUntil,
    isListening,
    balance: observable<number | null>(null),
    floor: observable<number | null>(null),
    reopen,
    close() {
      close();
      book.close();
      predictions.close();
      live.close();
    },
  };
}

const workspaceContext = createContext<Workspace | null>(null);
export const WorkspaceProvider = workspaceContext.Provider;

/** The workspace that a view is in. */
export function useWorkspace(): Workspace {
  const workspace = useContext(workspaceContext);
  if (workspace === null) throw new Error('A view must be within a workspace.');
  return workspace;
}
