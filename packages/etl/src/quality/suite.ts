import * as z from 'zod/mini';
import { type TransactionField, transactionFields } from '../normalise/import-field.js';
import { validated } from '../validation/validated.js';
import { type Severity, severities, type Tolerance } from './expectation.js';

/** Fields whose values have an order. */
export const orderedFields = ['date', 'amount', 'balance'] as const;
export type OrderedField = (typeof orderedFields)[number];

const field = z.enum(transactionFields);
const share = z.number().check(z.gte(0), z.lte(1));
const count = z.int().check(z.gte(0));
const isoDate = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const common = {
  severity: z.optional(z.enum(severities)),
  tolerance: z.optional(z.strictObject({ count: z.optional(count), fraction: z.optional(share) })),
};
const range = { min: z.optional(count), max: z.optional(count) };
const bound = z.optional(z.union([z.number(), isoDate]));

const suiteSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  version: z.literal(1),
  expectations: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('column-exists'), field, ...common }),
      z.strictObject({ type: z.literal('not-null'), field, ...common }),
      z.strictObject({ type: z.literal('readable'), field, ...common }),
      z.strictObject({
        type: z.literal('range'),
        field: z.enum(orderedFields),
        min: bound,
        max: bound,
        ...common,
      }),
      z.strictObject({ type: z.literal('in-set'), field, values: z.array(z.string()), ...common }),
      z.strictObject({
        type: z.literal('matches'),
        field,
        pattern: z.string().check(z.maxLength(1_000)),
        ...common,
      }),
      z.strictObject({ type: z.literal('length'), field, ...range, ...common }),
      z.strictObject({ type: z.literal('unique'), fields: z.array(field).check(z.minLength(1)), ...common }),
      z.strictObject({ type: z.literal('sign-agrees-with-type'), ...common }),
      z.strictObject({ type: z.literal('row-count'), ...range, ...common }),
      z.strictObject({ type: z.literal('fresh'), maxAgeDays: z.number().check(z.gte(0)), ...common }),
    ]),
  ),
});

/** What every expectation has beside its own parameters. */
export interface ExpectationTerms {
  /** `"warn"` unless told. */
  readonly severity?: Severity;
  readonly tolerance?: Tolerance;
}

/** The expectations that there are, with their parameters. */
export type ExpectationKind =
  /** Every source has a column for the field. */
  | { readonly type: 'column-exists'; readonly field: TransactionField }
  /** Every record has a value. */
  | { readonly type: 'not-null'; readonly field: TransactionField }
  /** Every value could be read: no record was rejected for it. */
  | { readonly type: 'readable'; readonly field: TransactionField }
  /** Values lie between two, both inclusive: amounts in the main unit of their currency, dates as `YYYY-MM-DD`. */
  | {
      readonly type: 'range';
      readonly field: OrderedField;
      readonly min?: number | string;
      readonly max?: number | string;
    }
  /** Values are among those listed, in the form in which they are normalised. */
  | { readonly type: 'in-set'; readonly field: TransactionField; readonly values: readonly string[] }
  /** Values have a part that matches the pattern, in RE2 syntax, which takes linear time. */
  | { readonly type: 'matches'; readonly field: TransactionField; readonly pattern: string }
  /** Values have so many characters. */
  | {
      readonly type: 'length';
      readonly field: TransactionField;
      readonly min?: number;
      readonly max?: number;
    }
  /** No two rows agree in all of the fields. */
  | { readonly type: 'unique'; readonly fields: readonly TransactionField[] }
  /** Income is not negative, expenses are not positive. */
  | { readonly type: 'sign-agrees-with-type' }
  /** There are so many records. */
  | { readonly type: 'row-count'; readonly min?: number; readonly max?: number }
  /** The newest date is at most so many days ago. */
  | { readonly type: 'fresh'; readonly maxAgeDays: number };

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
  return validated(suiteSchema, suite, 'CONFIG_INVALID', 'expectations of the suite') as ExpectationSuite;
}
