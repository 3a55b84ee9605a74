import type { Row } from './transaction-book.js';

/** Categories of rows, in alphabetical order. */
export function categoriesOf(rows: readonly Row[]): readonly string[] {
  const found = new Set<string>();
  for (const { transaction } of rows) if (transaction.category !== null) found.add(transaction.category);
  return [...found].sort();
}
