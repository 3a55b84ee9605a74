import { type Transaction, type TransactionTable, tableFromColumns } from '@titans/core';
import type { CheckedRule } from './check-rules.js';
import { outcomeOf, type RuleOutcome } from './outcome.js';
import { rewrittenColumn } from './rewritten-column.js';
import type { FiredRules } from './run-table.js';

/** What rules make of a table. */
export interface RuleApplication {
  /** The rows with their new values. Columns that nothing changed are those of the table that was given. */
  readonly table: TransactionTable;
  /** 1 for the rows that a rule marked as excluded. */
  readonly excluded: Uint8Array;
  /** How many rows have a new value or are excluded. */
  readonly changedRows: number;
  /** What happened to a row, with its trace. Throws `INVALID_ARGUMENT` outside the table. */
  outcome(row: number): RuleOutcome;
}

/** Makes the new table of the rules that fired on the old one. */
export function applicationOf(
  table: TransactionTable,
  running: readonly CheckedRule[],
  fired: FiredRules,
): RuleApplication {
  const outcome = (row: number): RuleOutcome => outcomeOf(table.row(row), firedOn(running, fired, row));
  const category = rewrittenColumn(table.columns.category);
  const merchantName = rewrittenColumn(table.columns.merchantName);
  const type = rewrittenColumn(table.columns.type);
  const recurring = rewrittenColumn(table.columns.recurring);
  const tags = rewrittenColumn(table.columns.tags, (value) => JSON.stringify(value));
  const amountMinor = table.columns.amountMinor.slice();
  const excluded = new Uint8Array(table.length);
  let changedRows = 0;
  for (let row = 0; row < table.length; row++) {
    if (fired.starts[row] === fired.starts[row + 1]) continue;
    const before = table.row(row);
    const { transaction, excluded: isExcluded } = outcomeOf(before, firedOn(running, fired, row));
    category.set(row, transaction.category);
    merchantName.set(row, transaction.merchantName);
    type.set(row, transaction.type);
    recurring.set(row, transaction.recurring);
    if (transaction.tags !== before.tags)
      tags.set(row, transaction.tags.length === 0 ? null : transaction.tags);
    amountMinor[row] = transaction.amountMinor;
    excluded[row] = isExcluded ? 1 : 0;
    if (isExcluded || isChanged(before, transaction)) changedRows++;
  }
  const columns = {
    ...table.columns,
    category: category.column(),
    merchantName: merchantName.column(),
    type: type.column(),
    recurring: recurring.column(),
    tags: tags.column(),
    amountMinor: amountMinor.some((amount, row) => amount !== table.columns.amountMinor[row])
      ? amountMinor
      : table.columns.amountMinor,
  };
  return Object.freeze({ table: tableFromColumns(columns), excluded, changedRows, outcome });
}

/** The rules that fired on a row, in order. */
export function firedOn(
  running: readonly CheckedRule[],
  { starts, positions }: FiredRules,
  row: number,
): CheckedRule[] {
  const rules: CheckedRule[] = [];
  for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
    rules.push(running[positions[i] as number] as CheckedRule);
  }
  return rules;
}

/** Whether a field that rules can set has another value. */
function isChanged(before: Transaction, after: Transaction): boolean {
  return (
    before.category !== after.category ||
    before.merchantName !== after.merchantName ||
    before.type !== after.type ||
    before.amountMinor !== after.amountMinor ||
    before.recurring !== after.recurring ||
    before.tags.length !== after.tags.length ||
    before.tags.some((tag, index) => tag !== after.tags[index])
  );
}
