import type { TransactionTable } from '@titans/core';
import { batchOfTable } from '../records/batch-of-table.js';
import { type CheckContext, expectationOf } from './checks.js';
import type { Expectation } from './expectation.js';
import type { QualityResult } from './quality-result.js';
import { startQualityRun } from './quality-run.js';
import { type ExpectationSuite, parseSuite } from './suite.js';

/** Suites of data and expectations of code, alone or together. */
export type Expected = ExpectationSuite | Expectation | readonly (ExpectationSuite | Expectation)[];

/** All expectations of some suites, ready to run. Throws `CONFIG_INVALID` if a suite is not valid. */
export function expectationsOf(expected: Expected, context: CheckContext): readonly Expectation[] {
  const parts = Array.isArray(expected) ? expected : [expected];
  return parts.flatMap((part: ExpectationSuite | Expectation) =>
    'expectations' in part
      ? parseSuite(part).expectations.map((spec) => expectationOf(spec, context))
      : [part],
  );
}

/**
 * Checks transactions in memory. Nothing is taken out: rows that a pipeline would put into quarantine are counted.
 *
 * @param now Milliseconds since 1970 against which freshness is measured; the system clock unless told.
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
  { now = Date.now }: { readonly now?: () => number } = {},
): QualityResult {
  const run = startQualityRun(expectationsOf(expected, { now }));
  run.observe(batchOfTable(transactions));
  return run.finish();
}
