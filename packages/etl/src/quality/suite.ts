import type { TransactionField } from '../normalise/import-field.js';
import { validated } from '../validation/validated.js';
import type { Severity, Tolerance } from './expectation.js';
import type { ExpectationKind } from './expectation-kinds.js';
import { suiteSchema } from './suite-schema.js';

/** Picks rows whose field has one of the values: `{ field: 'type', values: ['Expense'] }`. */
export interface RowFilter {
  readonly field: TransactionField;
  readonly values: readonly string[];
}

/** What every expectation has beside its own parameters. */
export interface ExpectationTerms {
  /** `"warn"` unless told. */
  readonly severity?: Severity;
  readonly tolerance?: Tolerance;
  /**
   * Only rows that the filter picks are looked at: "where the type is Expense, there is a category". Not for
   * expectations of sources and of balances.
   */
  readonly where?: RowFilter;
}

/** One expectation as data. */
export type ExpectationSpec = ExpectationKind & ExpectationTerms;

/** Expectations as data: read it, edit it, save it as JSON. */
export interface ExpectationSuite {
  readonly name: string;
  /** Version of this layout. */
  readonly version: 1;
  readonly expectations: readonly ExpectationSpec[];
}

/**
 * Checks a suite, for example one read from a JSON file.
 *
 * @throws TitansError `CONFIG_INVALID` that names the first wrong value.
 */
export function parseSuite(suite: unknown): ExpectationSuite {
  return validated(suiteSchema, suite, 'CONFIG_INVALID', 'expectations of the suite');
}
