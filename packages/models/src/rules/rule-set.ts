import {
  breathe,
  type Transaction,
  type TransactionTable,
  tableFromRows,
  throwIfAborted,
  type WorkOptions,
} from '@titans/core';
import { checkRules } from './check-rules.js';
import { conflictFinder, type RuleConflict } from './conflicts/conflicts.js';
import { disagreementsOf } from './conflicts/disagreements.js';
import { dryRunOf, type RuleDryRun } from './dry-run.js';
import { outcomeOf, type RuleOutcome } from './outcome.js';
import type { Rule, RuleDocument } from './rule.js';
import { applicationOf, firedOn, type RuleApplication } from './rule-application.js';
import { type FiredRules, indexedRules, tableRun } from './run-table.js';

/** Rules that were checked and are ready to run. Nothing that is passed in is changed. */
export interface RuleSet {
  /** The rules as they are stored, frozen; `JSON.stringify` of it can be read again. */
  readonly document: RuleDocument;
  /** Ids of the rules that are enabled, in the order in which they run: of two that set the same, the later one wins. */
  readonly order: readonly string[];
  /** What the rules make of a transaction. */
  apply(transaction: Transaction): RuleOutcome;
  /** What they make of each row of a table. */
  applyAll(table: TransactionTable, work?: WorkOptions): Promise<RuleApplication>;
  /** What they would do, rule by rule, with up to `examples` rows of each (5 unless told). */
  dryRun(table: TransactionTable, options?: RuleDryRunOptions): Promise<RuleDryRun>;
  /**
   * What their author probably does not mean: contradictions, rules without effect, feedback, and on the rows of a
   * table rules that disagree. What is reported without a table is certain; other cases may remain.
   */
  conflicts(table?: TransactionTable, work?: WorkOptions): Promise<readonly RuleConflict[]>;
}

/** Options of a dry run. */
export interface RuleDryRunOptions extends WorkOptions {
  readonly examples?: number;
}

const rowsPerStep = 4_096;
const rulesPerStep = 64;

/**
 * Makes rules of the user ready to run: a document, or only its list of rules; unknown JSON is checked.
 *
 * Rules run stage by stage (`pre`, `default`, `post`), within one by `priority`, then from the least to the most
 * specific, then by id. Each sees what those before it set, and the last one to set a value wins. Specificity is that of
 * Actual Budget: the sum of a score per condition (`is`, `isNot` 10; `oneOf`, `notOneOf` 9; `isAbout`, `between` 5;
 * `lessThan`, `atMost`, `moreThan`, `atLeast` 1; all others 0), twice that if there are only `is`, `isNot`, `oneOf`,
 * `notOneOf` and `isAbout`. `stop` ends a stage, as Firefly III ends a group, or everything.
 *
 * @throws TitansError `CONFIG_INVALID` with a JSON pointer to what is wrong.
 * @example
 * ```ts
 * import { createTransaction } from '@titans/core';
 * import { ruleSet } from '@titans/models/rules';
 *
 * const rules = ruleSet([
 *   {
 *     id: 'groceries',
 *     when: { field: 'description', op: 'contains', value: 'tesco' },
 *     actions: { category: 'food > groceries' },
 *   },
 * ]);
 * const row = createTransaction({ date: '2024-12-03', description: 'TESCO STORES 3021', amount: -41.2 });
 * rules.apply(row).category?.category; // 'food > groceries'
 * ```
 */
export function ruleSet(rules: RuleDocument | readonly Rule[]): RuleSet {
  const { document, running } = checkRules(rules);
  const indexed = indexedRules(running);

  async function firedRules(table: TransactionTable, work: WorkOptions): Promise<FiredRules> {
    throwIfAborted(work.signal, 'rules');
    const run = tableRun(indexed, table);
    for (let done = 0; done < table.length; ) {
      done = Math.min(done + rowsPerStep, table.length);
      run.runTo(done);
      work.onProgress?.({ stage: 'rules', done, total: table.length, unit: 'rows' });
      await breathe(work.signal, 'rules');
    }
    return run.fired();
  }

  return Object.freeze({
    document,
    order: Object.freeze(running.map(({ id }) => id)),
    apply(transaction: Transaction) {
      const run = tableRun(indexed, tableFromRows([transaction]));
      run.runTo(1);
      return outcomeOf(transaction, firedOn(running, run.fired(), 0));
    },
    async applyAll(table: TransactionTable, work: WorkOptions = {}) {
      return applicationOf(table, running, await firedRules(table, work));
    },
    async dryRun(table: TransactionTable, { examples = 5, ...work }: RuleDryRunOptions = {}) {
      return dryRunOf(table, running, await firedRules(table, work), examples);
    },
    async conflicts(table?: TransactionTable, work: WorkOptions = {}) {
      const conflictsOf = conflictFinder(running);
      const found: RuleConflict[] = [];
      for (let position = 0; position < running.length; position++) {
        if (position % rulesPerStep === 0) await breathe(work.signal, 'conflicts');
        found.push(...conflictsOf(position));
      }
      if (table === undefined) return found;
      return [...found, ...disagreementsOf(table, running, await firedRules(table, work))];
    },
  });
}
