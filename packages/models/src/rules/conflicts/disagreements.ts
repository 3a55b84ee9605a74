import type { TransactionTable } from '@titans/core';
import type { CheckedRule } from '../check-rules.js';
import { outcomeOf } from '../outcome.js';
import { firedOn } from '../rule-application.js';
import type { FiredRules } from '../run-table.js';
import type { RuleConflict } from './conflicts.js';

type Disagreement = Extract<RuleConflict, { kind: 'disagreement' }>;

const maxExamples = 5;

/** Pairs of rules of which the later one undoes on some row what the other did, most rows first. */
export function disagreementsOf(
  table: TransactionTable,
  running: readonly CheckedRule[],
  fired: FiredRules,
): Disagreement[] {
  const found = new Map<string, { readonly base: Disagreement; rows: number; readonly examples: number[] }>();
  for (let row = 0; row < table.length; row++) {
    if ((fired.starts[row + 1] as number) - (fired.starts[row] as number) < 2) continue;
    const { trace } = outcomeOf(table.row(row), firedOn(running, fired, row));
    for (const { ruleId, overriddenBy, field } of trace) {
      if (overriddenBy === null) continue;
      const key = JSON.stringify([ruleId, overriddenBy, field]);
      const pair = found.get(key) ?? {
        base: { kind: 'disagreement', ruleId, by: overriddenBy, field, rows: 0, examples: [] } as const,
        rows: 0,
        examples: [],
      };
      pair.rows++;
      if (pair.examples.length < maxExamples) pair.examples.push(row);
      found.set(key, pair);
    }
  }
  return [...found.values()]
    .map(({ base, rows, examples }) => ({ ...base, rows, examples }))
    .sort((a, b) => b.rows - a.rows || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0));
}
