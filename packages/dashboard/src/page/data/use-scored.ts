import type { BatchPredictions } from '@titans/client';
import { useEffect, useMemo } from 'preact/hooks';
import type { Problem } from '../session/problem.js';
import { useWorkspace } from '../session/workspace.js';
import { useObserved } from '../state/use-observed.js';
import type { Row } from './transaction-book.js';

/** A row with what the models say of it. */
export interface ScoredRow {
  readonly row: Row;
  readonly predictions: BatchPredictions;
}

/** The newest rows as the models see them. */
export interface Scored {
  readonly scored: readonly ScoredRow[];
  /** Rows that are asked for and not answered. */
  readonly waiting: number;
  readonly problem: Problem | null;
  /** Why the models refused the first row that they refused; `null` where they refused none. */
  readonly refusal: string | null;
}

/** Asks the models about the newest so many rows. */
export function useScored(rows: readonly Row[], count: number): Scored {
  const { predictions } = useWorkspace();
  const version = useObserved(predictions.version);
  const waiting = useObserved(predictions.waiting);
  const problem = useObserved(predictions.problem);
  const newest = useMemo(() => rows.slice(0, count), [rows, count]);
  useEffect(() => void predictions.want(newest), [predictions, newest]);
  const scored = useMemo(
    () =>
      newest.flatMap((row) => {
        const found = predictions.of(row);
        return found ? [{ row, predictions: found }] : [];
      }),
    [newest, version],
  );
  const refusal = useMemo(() => {
    const refused = newest.find((row) => predictions.of(row) === null);
    return refused === undefined ? null : predictions.refusalOf(refused);
  }, [newest, version]);
  return { scored, waiting, problem, refusal };
}
