import { useCallback } from 'preact/hooks';
import type { Row } from '../../data/transaction-book.js';
import { problemOf } from '../../session/problem.js';
import { useWorkspace } from '../../session/workspace.js';

/** Decides on a category at once, tells what became of it, and offers to take it back. */
export function useDecide(): (row: Row, category: string) => void {
  const { decisions, notices } = useWorkspace();
  const undo = useUndo();
  const decide = useCallback(
    (row: Row, category: string): void => {
      const { description } = row.transaction;
      decisions.decide(row, category).then(
        ({ state }) =>
          notices.tell(
            state === 'held'
              ? `“${description}”: ${category} is kept, and applies when somebody has looked at it.`
              : `“${description}” is ${category}. The model has learned it.`,
            { action: { label: 'Undo', run: () => undo(row) } },
          ),
        (error: unknown) => {
          const { title, detail } = problemOf(error);
          notices.tell(`Not saved: ${title}. ${detail}`, {
            kind: 'problem',
            action: { label: 'Try again', run: () => decide(row, category) },
          });
        },
      );
    },
    [decisions, notices, undo],
  );
  return decide;
}

/** Takes a decision back, and tells what became of that. */
export function useUndo(): (row: Row) => void {
  const { decisions, notices } = useWorkspace();
  return useCallback(
    (row) => {
      decisions.undo(row).then(
        (isUndone) => {
          if (isUndone) notices.tell(`“${row.transaction.description}” is to be reviewed again.`);
        },
        (error: unknown) => {
          const { title, detail } = problemOf(error);
          notices.tell(`Not taken back: ${title}. ${detail}`, { kind: 'problem' });
        },
      );
    },
    [decisions, notices],
  );
}
