import { TitansError, type TransactionTable } from '@titans/core';
import type { CheckedRule } from './check-rules.js';
import { outcomeOf, type RuleTraceEntry } from './outcome.js';
import type { RuleStage } from './rule.js';
import { firedOn } from './rule-application.js';
import type { FiredRules } from './run-table.js';

/** What a rule would do to a table. */
export interface RuleUse {
  readonly ruleId: string;
  readonly stage: RuleStage;
  /** Rows on which it fires. */
  readonly matched: number;
  /** Rows on which it sets a value that was another one. */
  readonly changed: number;
  /** Rows on which a later rule undoes something that it did. */
  readonly overridden: number;
  /** The first rows on which it fires, each with what it does there. */
  readonly examples: readonly { readonly row: number; readonly trace: readonly RuleTraceEntry[] }[];
}

/** What rules would do to a table. */
export interface RuleDryRun {
  readonly rows: number;
  /** Rows on which at least one rule fires. */
  readonly matchedRows: number;
  /** One entry per rule that is enabled, in the order in which they run. */
  readonly rules: readonly RuleUse[];
}

interface Count {
  matched: number;
  changed: number;
  overridden: number;
  readonly examples: { readonly row: number; readonly trace: readonly RuleTraceEntry[] }[];
}

/** Counts what rules that fired would do. Throws `INVALID_ARGUMENT` unless `examples` is a whole number from 0. */
export function dryRunOf(
  table: TransactionTable,
  running: readonly CheckedRule[],
  fired: FiredRules,
  examples: number,
): RuleDryRun {
  if (!Number.isSafeInteger(examples) || examples < 0) {
    throw new TitansError('INVALID_ARGUMENT', 'examples is a whole number from 0.', {
      details: { field: 'examples' },
    });
  }
  const counts = new Map<string, Count>();
  for (const { id } of running) counts.set(id, { matched: 0, changed: 0, overridden: 0, examples: [] });
  let matchedRows = 0;
  for (let row = 0; row < table.length; row++) {
    if (fired.starts[row] === fired.starts[row + 1]) continue;
    matchedRows++;
    const outcome = outcomeOf(table.row(row), firedOn(running, fired, row));
    for (const id of outcome.fired) {
      const count = counts.get(id) as Count;
      const trace = outcome.trace.filter(({ ruleId }) => ruleId === id);
      count.matched++;
      if (trace.some(({ before, after }) => !isSame(before, after))) count.changed++;
      if (trace.some(({ overriddenBy }) => overriddenBy !== null)) count.overridden++;
      if (count.examples.length < examples) count.examples.push({ row, trace });
    }
  }
  return {
    rows: table.length,
    matchedRows,
    rules: running.map(({ id, stage }) => ({ ruleId: id, stage, ...(counts.get(id) as Count) })),
  };
}

function isSame(before: RuleTraceEntry['before'], after: RuleTraceEntry['after']): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}
