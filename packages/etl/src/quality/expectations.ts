import { limits } from '@titans/core';
import { type ExpectationSuite, parseSuite } from './suite.js';

/** Suites to begin with. */
export interface Expectations {
  /**
   * What every set of transactions should meet: the five checks of the specification (date and amount are columns,
   * every row has a date, amounts are numbers, amounts within ±1,000,000), and dates since 1970, sign agreeing with
   * type, ids and rows not repeated, at least one row. Missing columns and unreadable rows apart, nothing of it
   * keeps a row out: the severity of each is `warn`, but `fail` for a missing column or no row at all.
   */
  transactions(): ExpectationSuite;
}

/**
 * Expectation suites, as data.
 *
 * @example
 * ```ts
 * import { expectations } from '@titans/etl';
 *
 * const suite = expectations.transactions();
 * const stricter = {
 *   ...suite,
 *   expectations: [...suite.expectations, { type: 'fresh', maxAgeDays: 7, severity: 'fail', tolerance: {} } as const],
 * };
 * ```
 */
export const expectations: Expectations = Object.freeze({
  transactions: () =>
    parseSuite({
      name: 'transactions',
      version: 1,
      expectations: [
        { type: 'column-exists', field: 'date', severity: 'fail' },
        { type: 'column-exists', field: 'amount', severity: 'fail' },
        { type: 'not-null', field: 'date' },
        { type: 'readable', field: 'amount' },
        { type: 'range', field: 'amount', min: -limits.requestAmount, max: limits.requestAmount },
        { type: 'readable', field: 'date' },
        { type: 'range', field: 'date', min: '1970-01-01' },
        { type: 'sign-agrees-with-type' },
        { type: 'unique', fields: ['id'] },
        { type: 'unique', fields: ['accountId', 'date', 'amount', 'currency', 'description'] },
        { type: 'row-count', min: 1, severity: 'fail' },
      ],
    }),
});
