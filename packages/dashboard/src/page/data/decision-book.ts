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
  /** The decision that this one replaced, which counts again when this one is taken back. */
  readonly earlier: Decision | undefined;
}

/** Decisions of this visit, the latest first. They count at once, and are taken back if the service does not take them. */
export interface DecisionBook {
  readonly decisions: Observable<readonly Decision[]>;
  of(row: Row): Decision | undefined;
  /** Rejects with what the service said; the decision is then as if it had not been made. */
  decide(row: Row, category: string): Promise<Decision>;
  /**
   * Takes the decision back, and says whether there was one to take back: it may not have been saved, or have been taken
   * back already. Rejects with what the service said; the decision then stays.
   */
  undo(row: Row): Promise<boolean>;
}

export function decisionBook(
  client: TitansClient,
  book: TransactionBook,
  predictions: PredictionBook,
): DecisionBook {
  const decisions = observable<readonly Decision[]>([]);
  const of = (row: Row): Decision | undefined => decisions.value.find((one) => one.row === row);
  const withoutRow = (row: Row): readonly Decision[] => decisions.value.filter((one) => one.row !== row);
  /** The place in the list is that of the decision: what is saved late is not made later. */
  const replace = (row: Row, decision: Decision | undefined): void => {
    if (decision === undefined) decisions.set(withoutRow(row));
    else decisions.set(decisions.value.map((one) => (one.row === row ? decision : one)));
  };

  const underWay = new Map<Row, Promise<void>>();
  /** Work on a row begins when that before it has ended, so that the service has it in the order in which it was asked for. */
  function inTurn<T>(row: Row, work: () => Promise<T>): Promise<T> {
    const done = underWay.get(row)?.then(work) ?? work();
    const forget = (): void => {
      if (underWay.get(row) === ended) underWay.delete(row);
    };
    const ended = done.then(forget, forget);
    underWay.set(row, ended);
    return done;
  }

  /** The model answers otherwise about the payee from now on. */
  function learned({ transaction: { description } }: Row): void {
    const alike = book.state.value.rows.filter((one) => one.transaction.description === description);
    predictions.forget(alike);
    void predictions.want(alike);
  }

  return {
    decisions,
    of,
    decide: (row, category) =>
      inTurn(row, async () => {
        const earlier = of(row);
        const before = predictions.of(row)?.category ?? null;
        const saving: Decision = { row, category, before, state: 'saving', correctionId: null, earlier };
        decisions.set([saving, ...withoutRow(row)]);
        try {
          const { correction_id: correctionId, state } = await client.feedback.correct({
            transaction: requestOf(row),
            category,
          });
          const saved: Decision = { ...saving, state: state === 'held' ? 'held' : 'applied', correctionId };
          replace(row, saved);
          learned(row);
          return saved;
        } catch (error) {
          replace(row, earlier);
          throw error;
        }
      }),
    async undo(row) {
      const asked = of(row);
      if (asked === undefined) return false;
      return inTurn(row, async () => {
        const decision = of(row);
        if (decision === undefined || decision === asked.earlier || decision.correctionId === null) {
          return false;
        }
        replace(row, { ...decision, state: 'undoing' });
        try {
          await client.feedback.undo(decision.correctionId);
          replace(row, decision.earlier);
          learned(row);
          return true;
        } catch (error) {
          replace(row, decision);
          throw error;
        }
      });
    },
  };
}
