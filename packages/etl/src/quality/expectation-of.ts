import { TitansError } from '@titans/core';
import { balanceContinues } from './checks/balance.js';
import {
  containsSet,
  distinctCount,
  fresh,
  maxGap,
  proportion,
  rowCount,
  rowCountNear,
} from './checks/dataset-checks.js';
import { distribution } from './checks/distribution.js';
import { duplicateFields, monotone, singleValue, squeezed, unique } from './checks/rows-checks.js';
import { accepted, columnOrder, columnSet, notNull, readable, recognised } from './checks/source-checks.js';
import { moment, outliers, quantile, sum } from './checks/statistics.js';
import { hasCardNumber, isWellFormedText } from './checks/text-defects.js';
import {
  compareCheck,
  compiledPattern,
  isNull,
  notInFuture,
  rangeCheck,
  signAgrees,
  textCheck,
} from './checks/value-checks.js';
import { describeExpectation, nameOf } from './describe-expectation.js';
import type { Expectation, ExpectationRun } from './expectation.js';
import type { DatasetExpectation } from './expectation-kinds.js';
import { filtered } from './row-filter.js';
import type { ExpectationSpec } from './suite.js';

/** What expectations are measured against that is not in their suite. */
export interface CheckContext {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
  /** Values that expectations of type `in-reference` name: known accounts, say, or the codes of a ledger. */
  readonly references?: Readonly<Record<string, Iterable<string>>>;
}

/**
 * Makes an expectation of its data.
 *
 * @throws TitansError `CONFIG_INVALID` for a bound, pattern or reference that makes no sense.
 */
export function expectationOf(spec: ExpectationSpec, context: CheckContext): Expectation {
  const start = startOf(spec, context);
  const { severity = 'warn', tolerance = {}, where } = spec;
  const isOfRows = speaksOfRows(spec);
  if (severity === 'quarantine' && !isOfRows) {
    throw new TitansError(
      'CONFIG_INVALID',
      `The expectation ${spec.type} speaks of the whole data, so it cannot put rows into quarantine. Use "warn" or "fail".`,
      { details: { field: 'severity' } },
    );
  }
  return {
    name: nameOf(spec),
    description: describeExpectation(spec),
    ...('field' in spec ? { field: spec.field } : {}),
    severity,
    tolerance,
    isOfRows,
    start: where === undefined ? start : () => filtered(start(), where),
  };
}

const datasetTypes: ReadonlySet<ExpectationSpec['type']> = new Set([
  'column-exists',
  'column-set',
  'column-order',
  'recognised',
  'row-count',
  'row-count-near',
  'fresh',
  'max-gap',
  'distinct-count',
  'contains-set',
  'proportion',
  'sum',
  'mean',
  'median',
  'standard-deviation',
  'quantile',
  'outliers',
  'distribution',
]);

function speaksOfRows(spec: ExpectationSpec): boolean {
  if (spec.type === 'balance-continues') return (spec.order ?? 'either') !== 'either';
  return !datasetTypes.has(spec.type);
}

function startOf(spec: ExpectationSpec, context: CheckContext): () => ExpectationRun {
  switch (spec.type) {
    case 'column-exists':
      return () => columnSet([spec.field], false);
    case 'column-set':
      return () => columnSet(spec.fields, spec.isExact ?? false);
    case 'column-order':
      return () => columnOrder(spec.fields);
    case 'not-null':
      return notNull(spec.field);
    case 'readable':
      return readable(spec.field);
    case 'accepted':
      return accepted(spec.codes);
    case 'recognised':
      return () => recognised(spec.field);
    case 'is-null':
      return isNull(spec.field);
    case 'range':
      return rangeCheck(spec.field, spec);
    case 'not-in-future':
      return notInFuture(context.now, spec.maxDaysAhead ?? 1);
    case 'in-set': {
      const values = new Set(spec.values);
      return textCheck(spec.field, (text) => values.has(text));
    }
    case 'not-in-set': {
      const values = new Set(spec.values);
      return textCheck(spec.field, (text) => !values.has(text));
    }
    case 'in-reference': {
      const values = referenceOf(spec.reference, context);
      return textCheck(spec.field, (text) => values.has(text));
    }
    case 'matches':
      return textCheck(spec.field, compiledPattern(spec.pattern));
    case 'not-matches': {
      const matches = compiledPattern(spec.pattern);
      return textCheck(spec.field, (text) => !matches(text));
    }
    case 'length': {
      const { min = 0, max = Number.POSITIVE_INFINITY } = spec;
      return textCheck(spec.field, (text) => {
        const characters = [...text].length;
        return characters >= min && characters <= max;
      });
    }
    case 'well-formed-text':
      return textCheck(spec.field, isWellFormedText);
    case 'no-card-numbers':
      return textCheck(spec.field, (text) => !hasCardNumber(text));
    case 'sign-agrees-with-type':
      return signAgrees;
    case 'compare':
      return compareCheck(spec.field, spec.operator, spec.other);
    case 'unique':
      return () => unique(spec.fields);
    case 'no-duplicates':
      return () => unique(duplicateFields, squeezed);
    case 'single-value':
      return () => singleValue(spec.field, spec.per);
    case 'monotone':
      return () => monotone(spec.field, spec.direction, spec.isStrict ?? false);
    case 'balance-continues':
      return () => balanceContinues(spec.order ?? 'either');
    default:
      return datasetStart(spec, context);
  }
}

function datasetStart(spec: DatasetExpectation, context: CheckContext): () => ExpectationRun {
  switch (spec.type) {
    case 'row-count':
      return () => rowCount(spec);
    case 'row-count-near':
      return () => rowCountNear(spec.earlier, spec.maxDeviation ?? 0.5);
    case 'fresh':
      return () => fresh(spec.maxAgeDays, context.now);
    case 'max-gap':
      return () => maxGap(spec.maxDays);
    case 'distinct-count':
      return () => distinctCount(spec.field, spec);
    case 'contains-set':
      return () => containsSet(spec.field, spec.values);
    case 'proportion':
      return () => proportion(spec.field, spec.values, spec);
    case 'sum':
      return () => sum(spec.field, spec);
    case 'mean':
    case 'standard-deviation': {
      const { type } = spec;
      return () => moment(spec.field, type, spec);
    }
    case 'median':
      return () => quantile(spec.field, 0.5, spec);
    case 'quantile':
      return () => quantile(spec.field, spec.probability, spec);
    case 'outliers':
      return () => outliers(spec.field, spec);
    case 'distribution':
      return distribution(spec.field, spec.reference, spec.maxPsi ?? 0.2);
  }
}

function referenceOf(name: string, { references = {} }: CheckContext): ReadonlySet<string> {
  const values = Object.hasOwn(references, name) ? references[name] : undefined;
  if (values !== undefined) return new Set(values);
  throw new TitansError(
    'CONFIG_INVALID',
    `No values were given for the reference "${name}". Pass them as references: { ${JSON.stringify(name)}: [...] }.`,
    { details: { field: 'reference' } },
  );
}
