import {
  concatTables,
  TitansError,
  type Transaction,
  type TransactionTable,
  tableFromRows,
} from '@titans/core';
import type { RowDecision } from '../../records/row-decision.js';
import { requireKnownOptions, requireList, requirePlain, requireTable } from '../../validation/arguments.js';
import { rowComparison } from './compared-rows.js';
import { duplicateFinder } from './duplicate-finder.js';
import {
  completeRules,
  type DuplicateEvidence,
  type DuplicateRules,
  duplicateRules,
} from './duplicate-rules.js';

/** Two rows of a table that are taken for one transaction. */
export interface DuplicatePair extends DuplicateEvidence {
  /** The later row, from 0. */
  readonly row: number;
  /** The earlier one, which is not itself a duplicate. */
  readonly duplicateOf: number;
}

/** How duplicates of a table are found. */
export interface FindDuplicatesOptions extends DuplicateRules {
  /** Number of the source of each row. Without, every row may be a duplicate of every other. */
  readonly sources?: ArrayLike<number>;
}

/**
 * The duplicates in a table, by the rules of {@link deduplicate}, without changing it. A row is in at most one pair as
 * the duplicate.
 *
 * @throws TitansError `SHAPE_MISMATCH` if there are not as many sources as rows.
 * @example
 * ```ts
 * import { createTransaction, tableFromRows } from '@titans/core';
 * import { findDuplicates } from '@titans/etl';
 *
 * const table = tableFromRows([
 *   createTransaction({ date: '2024-03-01', description: 'SQ *BLUE BOTTLE COFFEE', amount: -4.5 }),
 *   createTransaction({ date: '2024-03-02', description: 'Blue Bottle Coffee Oakland CA', amount: -4.5 }),
 * ]);
 * findDuplicates(table, { sources: [0, 1] }); // [{ row: 1, duplicateOf: 0, kind: 'near-duplicate', … }]
 * ```
 */
export function findDuplicates(
  table: TransactionTable,
  options: FindDuplicatesOptions = {},
): readonly DuplicatePair[] {
  requireTable(table, 'findDuplicates');
  requireKnownOptions(options, [...duplicateRules, 'sources'], 'findDuplicates');
  const { sources, ...rules } = options;
  if (sources !== undefined && sources.length !== table.length) {
    throw new TitansError('SHAPE_MISMATCH', `There are ${sources.length} sources for ${table.length} rows.`);
  }
  const finder = duplicateFinder(
    completeRules({ withinSource: sources === undefined, ...rules }),
    Math.max(2, 2 * table.length),
  );
  const comparedRow = rowComparison();
  const rows = Array.from({ length: table.length }, (_, row) =>
    comparedRow(table, row, { sourceIndex: sources?.[row] ?? 0, row }),
  );
  return finder
    .decide(rows)
    .flatMap((match, row) =>
      match === null ? [] : [{ row, duplicateOf: match.kept.row, ...match.evidence }],
    );
}

/**
 * The table with the rows that decisions had taken out behind the others, in the order of the decisions.
 *
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import { type RowDecision, restoreRows } from '@titans/etl';
 *
 * const all = (kept: TransactionTable, decisions: readonly RowDecision[]) => restoreRows(kept, decisions);
 * ```
 */
export function restoreRows(table: TransactionTable, decisions: Iterable<RowDecision>): TransactionTable {
  requireTable(table, 'restoreRows');
  requireList(decisions, 'decisions', 'The decisions must be a list');
  for (const decision of decisions) requirePlain(decision, 'decisions', 'A decision is an object');
  const removed = [...decisions]
    .map((decision) => decision.removed)
    .filter((row): row is Transaction => row !== null);
  return removed.length === 0 ? table : concatTables([table, tableFromRows(removed)]);
}
