import type { ColumnMap } from '../../normalise/import-field.js';
import type { ImportSettings } from '../import-settings.js';

/** The texts of a record by number of column. */
export type Cells = (string | undefined)[];

/** What is known of the records of an API. */
export interface KnownShape {
  readonly name: string;
  /** Columns that all have to be there. */
  readonly required: readonly string[];
  /** Beside the columns. */
  readonly accepts?: (firstOf: (column: string) => string) => boolean;
  readonly columns: ColumnMap;
  readonly settings: ImportSettings;
  readonly reason: string;
  /** @param at The number of a column; -1 where there is none. */
  readonly rewrite?: (cells: Cells, at: (column: string) => number) => void;
}

/** Gives an empty column the first text of others. */
export function fallBack(
  cells: Cells,
  at: (column: string) => number,
  column: string,
  others: readonly string[],
): void {
  const index = at(column);
  if (index === -1 || (cells[index] ?? '') !== '') return;
  cells[index] = others.map((other) => cells[at(other)] ?? '').find((text) => text !== '') ?? '';
}
