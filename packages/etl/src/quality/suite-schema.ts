import { type ErrorCode, errorCodes } from '@titans/core';
import * as z from 'zod/mini';
import { transactionFields } from '../normalise/import-field.js';
import { severities } from './expectation.js';
import { moneyFields, operators, orderedFields, statementOrders } from './expectation-kinds.js';
import type { ExpectationSuite } from './suite.js';

const { exactOptional: optional } = z;
const field = z.enum(transactionFields);
const fields = z.array(field).check(z.minLength(1));
const money = z.enum(moneyFields);
const share = z.number().check(z.gte(0), z.lte(1));
const count = z.int().check(z.gte(0));
const positive = z.number().check(z.gt(0));
const isoDate = z.string().check(z.refine(isDayText, 'a date is written YYYY-MM-DD'));
const bound = optional(z.union([z.number(), isoDate]));
const values = z.array(z.string());
const pattern = z.string().check(z.maxLength(1_000));
const counts = { min: optional(count), max: optional(count) };
const numbers = { min: optional(z.number()), max: optional(z.number()) };
const shares = z.array(share).check(z.minLength(1), z.maxLength(10_000));

const terms = {
  severity: optional(z.enum(severities)),
  tolerance: optional(z.strictObject({ count: optional(count), fraction: optional(share) })),
};
const where = optional(z.strictObject({ field, values }));
const rowTerms = { ...terms, where };

function kind<T extends string, S extends Readonly<Record<string, z.ZodMiniType>>>(type: T, shape: S) {
  return z.strictObject({ type: z.literal(type), ...shape });
}

const reference = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bins'), edges: z.array(z.number()), shares, rows: count }),
  z.strictObject({ kind: z.literal('values'), values, shares, rows: count }),
]);

/** The layout of a suite. A change that old suites do not meet is a new version. */
export const suiteSchema: z.ZodMiniType<ExpectationSuite> = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  version: z.literal(1),
  expectations: z.array(
    z.discriminatedUnion('type', [
      kind('column-exists', { field, ...terms }),
      kind('column-set', { fields, isExact: optional(z.boolean()), ...terms }),
      kind('column-order', { fields, ...terms }),
      kind('not-null', { field, ...rowTerms }),
      kind('readable', { field, ...terms }),
      kind('accepted', {
        codes: optional(z.array(z.enum(Object.keys(errorCodes) as ErrorCode[]))),
        ...terms,
      }),
      kind('recognised', { field: z.enum(['type', 'paymentMethod']), ...terms }),
      kind('is-null', { field, ...rowTerms }),
      kind('range', {
        field: z.enum(orderedFields),
        min: bound,
        max: bound,
        strictMin: optional(z.boolean()),
        strictMax: optional(z.boolean()),
        ...rowTerms,
      }),
      kind('not-in-future', { maxDaysAhead: optional(z.number().check(z.gte(0))), ...rowTerms }),
      kind('in-set', { field, values, ...rowTerms }),
      kind('not-in-set', { field, values, ...rowTerms }),
      kind('in-reference', { field, reference: z.string().check(z.minLength(1)), ...rowTerms }),
      kind('matches', { field, pattern, ...rowTerms }),
      kind('not-matches', { field, pattern, ...rowTerms }),
      kind('length', { field, ...counts, ...rowTerms }),
      kind('well-formed-text', { field, ...rowTerms }),
      kind('no-card-numbers', { field, ...rowTerms }),
      kind('sign-agrees-with-type', { ...rowTerms }),
      kind('compare', { field, operator: z.enum(operators), other: field, ...rowTerms }),
      kind('unique', { fields, ...rowTerms }),
      kind('no-duplicates', { ...rowTerms }),
      kind('single-value', { field, per: optional(field), ...rowTerms }),
      kind('monotone', {
        field: z.enum(orderedFields),
        direction: z.enum(['rising', 'falling']),
        isStrict: optional(z.boolean()),
        ...rowTerms,
      }),
      kind('balance-continues', { order: optional(z.enum(statementOrders)), ...terms }),
      kind('row-count', { ...counts, ...rowTerms }),
      kind('row-count-near', {
        earlier: z.array(count).check(z.minLength(1)),
        maxDeviation: optional(positive),
        ...rowTerms,
      }),
      kind('fresh', { maxAgeDays: z.number().check(z.gte(0)), ...rowTerms }),
      kind('max-gap', { maxDays: z.number().check(z.gte(1)), ...rowTerms }),
      kind('distinct-count', { field, ...counts, ...rowTerms }),
      kind('contains-set', { field, values, ...rowTerms }),
      kind('proportion', { field, values, min: optional(share), max: optional(share), ...rowTerms }),
      kind('sum', { field: money, ...numbers, ...rowTerms }),
      kind('mean', { field: money, ...numbers, ...rowTerms }),
      kind('median', { field: money, ...numbers, ...rowTerms }),
      kind('standard-deviation', { field: money, ...numbers, ...rowTerms }),
      kind('quantile', { field: money, probability: share, ...numbers, ...rowTerms }),
      kind('outliers', {
        field: money,
        method: optional(z.enum(['iqr', 'mad'])),
        factor: optional(positive),
        maxFraction: optional(share),
        ...rowTerms,
      }),
      kind('distribution', { field, reference, maxPsi: optional(positive), ...rowTerms }),
    ]),
  ),
});

function isDayText(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
