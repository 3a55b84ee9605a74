import type { TitansClient } from '@titans/client';
import { type Observable, observable } from '../state/observable.js';
import { type PredictionBook, requestOf } from './prediction-book.js';
import type { Row, TransactionBook } from './transaction-book.js';

/** What the reader said a transaction is. */
export interface Decision {
  readonly row: Row;
  readonly category: string;
  /** What the model had said; `null` where it was not asked. */
  readonly before: string | null;
  /** `held`: the service keeps it, and somebody has to look at it before it applies. */
  readonly state: 'saving' | 'applied' | 'held' | 'undoing';
  /** `null` until it is saved. */
  readonly correctionId: string | null;
}

/** Decisions of this visit, the latest first. They count at once, and are taken back if the service does not take them. */
export interface DecisionBook {
  readonly decisions: Observable<readonly Decision[]>;
  of(row: Row): Decision | undefined;
  /** Rejects with what the service said; the decision is then as if it had not been made. */
  decide(row: Row, category: string): Promise<Decision>;
  /** Rejects with what the service said; the decision then stays. */
  undo(row: Row): Promise<void>;
}

export function decisionBook(
  client: TitansClient,
  book: TransactionBook,
  predictions: PredictionBook,
): DecisionBook {
  const decisions = observable<readonly Decision[]>([]);
  const of = (row: Row): Decision | undefined => decisions.value.find((one) => one.row === row);
  const put = (row: Row, decision: Decision | undefined): void => {
    const others = decisions.value.filter((one) => one.row !== row);
    decisions.set(decision === undefined ? others : [decision, ...others]);
  };

  /** The model answers otherwise about the payee from now on. */
  function learned({ transaction: { description } }: Row): void {
    const alike = book.state.value.rows.filter((one) => one.transaction.description === description);
    predictions.forget(alike);
    void predictions.want(alike);
  }

  return {
    decisions,
    of,
    async decide(row, category) {
      const earlier = of(row);
      const before = predictions.of(row)?.category ?? null;
      put(row, { row, category, before, state: 'saving', correctionId: null });
      try {
        const { correction_id: correctionId, state } = await client.feedback.correct({
          transaction: requestOf(row),
          category,
        });
        const saved: Decision = {
          row,
          category,
          before,
          state: state === 'held' ? 'held' : 'applied',
          correctionId,
        };
        put(row, saved);
        learned(row);
        return saved;
      } catch (error) {
        put(row, earlier);
        throw error;
      }
    },
    async undo(row) {
      const decision = of(row);
      if (decision === undefined || decision.correctionId === null) return;
      put(row, { ...decision, state: 'undoing' });
      try {
        await client.feedback.undo(decision.correctionId);
        put(row, undefined);
        learned(row);
      } catch (error) {
        put(row, decision);
        throw error;
      }
    },
  };
}
