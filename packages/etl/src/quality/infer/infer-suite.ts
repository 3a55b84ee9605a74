import type { TransactionTable } from '@titans/core';
import { profile } from '../../profile/profile.js';
import type { ProfileData } from '../../profile/transaction-profile.js';
import { requireKnownOptions, requireTable } from '../../validation/arguments.js';
import { checkQuality } from '../check-quality.js';
import { type ExpectationSpec, type ExpectationSuite, parseSuite } from '../suite.js';
import { profileCandidates } from './profile-candidates.js';
import { tableCandidates } from './table-candidates.js';

/** How a suite is inferred. */
export interface InferSuiteOptions {
  /** Name of the suite, `"inferred"` unless told. */
  readonly name?: string;
  /**
   * How far other good data may lie from these, as a share: 0.5 unless told. Amounts may be twice as far from
   * zero, rows half as many or half as many again.
   */
  readonly margin?: number;
  /**
   * Milliseconds since 1970, the system's clock unless told. Data that are at most 31 days old by it are expected to be
   * as fresh whenever the suite is checked.
   */
  readonly now?: () => number;
}

const optionNames: readonly (keyof InferSuiteOptions)[] = ['name', 'margin', 'now'];

/**
 * Proposes expectations that data of the same kind should meet, from data that are known to be good: columns, missing
 * values, ranges, vocabularies, shares, figures, how amounts and categories are spread and how many rows there are; from
 * a table also uniqueness, order, running balances, and the shapes of codes and texts. All have severity `warn`. It is a
 * suite like any other: read it, edit it, save it.
 *
 * The table that it came from meets every one of them. A profile knows less than its table, so less is proposed.
 *
 * @throws TitansError `AMOUNT_RANGE` if the amounts of a currency together leave the safe integers.
 * @example
 * ```ts
 * import { checkQuality, extract, inferSuite } from '@titans/etl';
 *
 * const good = await extract('2024-*.csv').table();
 * const suite = inferSuite(good.transactions, { name: 'current account' });
 * const next = await extract('2025-01.csv').table();
 * console.log(checkQuality(next.transactions, suite).outcome);
 * ```
 */
export function inferSuite(
  data: TransactionTable | ProfileData,
  options: InferSuiteOptions = {},
): ExpectationSuite {
  requireKnownOptions(options, optionNames, 'inferSuite');
  const { name = 'inferred', margin = 0.5, now = Date.now } = options;
  const suiteOf = (expectations: readonly ExpectationSpec[]): ExpectationSuite =>
    parseSuite({ name, version: 1, expectations });
  const isProfile = typeof data === 'object' && data !== null && 'currencies' in data;
  if (!isProfile) requireTable(data, 'inferSuite');
  if (isProfile) return suiteOf(profileCandidates(data, margin, now));
  if (data.length === 0) return suiteOf([]);
  const proposed = [...profileCandidates(profile(data), margin, now), ...tableCandidates(data, margin)];
  const { expectations } = checkQuality(data, suiteOf(proposed), { now });
  return suiteOf(proposed.filter((_, index) => isMetAtAll(expectations[index])));
}

/** An expectation that looked at nothing says nothing: a running balance without two balances, say. */
function isMetAtAll(result: ReturnType<typeof checkQuality>['expectations'][number] | undefined): boolean {
  if (result?.outcome !== 'pass') return false;
  return !result.expectation.startsWith('balance-continues') || result.evaluated > 0;
}
