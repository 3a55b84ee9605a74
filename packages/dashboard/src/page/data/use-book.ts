import { useEffect, useMemo } from 'preact/hooks';
import { useWorkspace } from '../session/workspace.js';
import { useObserved } from '../state/use-observed.js';
import { mainCurrency } from './months.js';
import type { BookState } from './transaction-book.js';

/** What the book knows, which has at least so many rows read, if there are so many. */
export function useBook(rows: number): BookState {
  const { book } = useWorkspace();
  const state = useObserved(book.state);
  useEffect(() => void book.readUntil({ rows }), [book, rows]);
  return state;
}

/** The currency of most of the newest rows. */
export function useCurrency({ rows }: BookState): string {
  return useMemo(() => mainCurrency(rows.slice(0, 1_000)), [rows]);
}
