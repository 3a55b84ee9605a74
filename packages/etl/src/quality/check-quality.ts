import type { TransactionTable } from '@titans/core';
import { batchOfTable } from '../records/batch-of-table.js';
import { requireMethod, requireTable } from '../validation/arguments.js';
import type { Expectation } from './expectation.js';
import { type CheckContext, expectationOf } from './expectation-of.js';
import type { QualityResult } from './quality-result.js';
import { startQualityRun } from './quality-run.js';
import { type ExpectationSuite, parseSuite } from './suite.js';

/** Suites of data and expectations of code, alone or together. */
export type Expected = ExpectationSuite | Expectation | readonly (ExpectationSuite | Expectation)[];

/**
 * All expectations of some suites, ready to run: for suites that refer to values which are not in them.
 *
 * @throws TitansError `CONFIG_INVALID` if a suite is not valid or a reference is missing; `INVALID_ARGUMENT` for what
 * is neither a suite nor an expectation.
 * @example
 * ```ts
 * import { expectationsOf, extract, memoryLoader, pipeline } from '@titans/etl';
 *
 * const suite = {
 *   name: 'known accounts',
 *   version: 1,
 *   expectations: [{ type: 'in-reference', field: 'accountId', reference: 'accounts', severity: 'fail' }],
 * } as const;
 * const expect = expectationsOf(suite, { now: Date.now, references: { accounts: ['main', 'savings'] } });
 * const job = pipeline({ extract: extract('statement.csv'), expect, load: memoryLoader() });
 * ```
 */
export function expectationsOf(expected: Expected, context: CheckContext): readonly Expectation[] {
  const parts = Array.isArray(expected) ? expected : [expected];
  return parts.flatMap((part: ExpectationSuite | Expectation) => {
    if (typeof part === 'object' && part !== null && 'expectations' in part) {
      return parseSuite(part).expectations.map((spec) => expectationOf(spec, context));
    }
    requireMethod(
      part,
      'start',
      'expect',
      'What is expected must be a suite, such as expectations.transactions() gives, or an Expectation',
    );
    return [part];
  });
}

/**
 * Checks transactions in memory. Nothing is taken out: rows that a pipeline would put into quarantine are counted.
 *
 * @param context Clock against which freshness is measured, the system's unless told, and values that the suite refers to.
 * @throws TitansError `CONFIG_INVALID` if a suite is not valid. An expectation that crashes is an `error` of the result.
 * @example
 * ```ts
 * import { checkQuality, expectations, extract } from '@titans/etl';
 *
 * const { transactions } = await extract('statement.csv').table();
 * const result = checkQuality(transactions, expectations.transactions());
 * console.table(result.expectations);
 * ```
 */
export function checkQuality(
  transactions: TransactionTable,
  expected: Expected,
  context: Partial<CheckContext> = {},
): QualityResult {
  requireTable(transactions, 'checkQuality');
  const run = startQualityRun(expectationsOf(expected, { now: Date.now, ...context }));
  try {
    run.observe(batchOfTable(transactions));
    return run.finish();
  } finally {
    run.close();
  }
}
