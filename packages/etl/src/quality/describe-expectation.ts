import { maskSample } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import type { DatasetExpectation } from './expectation-kinds.js';
import type { ExpectationSpec, RowFilter } from './suite.js';

const mostListed = 8;
const vocabularies: ReadonlySet<TransactionField> = new Set<TransactionField>([
  'type',
  'currency',
  'category',
  'paymentMethod',
  'status',
  'merchantCategoryCode',
  'recurring',
]);

/** The short name of an expectation, as results have it: `range(amount)`. */
export function nameOf(spec: ExpectationSpec): string {
  const condition = spec.where === undefined ? '' : ` where ${filterText(spec.where)}`;
  if ('field' in spec) return `${spec.type}(${spec.field})${condition}`;
  return 'fields' in spec
    ? `${spec.type}(${spec.fields.join(', ')})${condition}`
    : `${spec.type}${condition}`;
}

/** An expectation as a sentence without a full stop. */
export function describeExpectation(spec: ExpectationSpec): string {
  const condition = spec.where === undefined ? '' : `, where ${filterText(spec.where)}`;
  return `${sentence(spec)}${condition}`;
}

function sentence(spec: ExpectationSpec): string {
  switch (spec.type) {
    case 'column-exists':
      return `every source has a column for ${spec.field}`;
    case 'column-set':
      return `every source has columns for ${spec.fields.join(', ')}${spec.isExact ? ' and no others' : ''}`;
    case 'column-order':
      return `columns stand in the order ${spec.fields.join(', ')}`;
    case 'not-null':
      return `${spec.field} has a value in every record`;
    case 'readable':
      return `${spec.field} can be read in every record`;
    case 'accepted':
      return `no record is rejected${spec.codes === undefined ? '' : ` for ${spec.codes.join(', ')}`}`;
    case 'recognised':
      return `every spelling of ${spec.field} is known`;
    case 'is-null':
      return `${spec.field} has no value`;
    case 'range':
      return `${spec.field} is ${between(spec)}`;
    case 'not-in-future':
      return `date is at most ${spec.maxDaysAhead ?? 1} days after today`;
    case 'in-set':
      return `${spec.field} is one of ${listed(spec.field, spec.values)}`;
    case 'not-in-set':
      return `${spec.field} is none of ${listed(spec.field, spec.values)}`;
    case 'in-reference':
      return `${spec.field} is among the values of "${spec.reference}"`;
    case 'matches':
      return `${spec.field} matches ${spec.pattern}`;
    case 'not-matches':
      return `${spec.field} does not match ${spec.pattern}`;
    case 'length':
      return `the length of ${spec.field} is ${between(spec)}`;
    case 'well-formed-text':
      return `${spec.field} has no damaged characters`;
    case 'no-card-numbers':
      return `${spec.field} holds no card number`;
    case 'sign-agrees-with-type':
      return 'income is not negative and expenses are not positive';
    case 'compare':
      return `${spec.field} ${spec.operator} ${spec.other}`;
    case 'unique':
      return `no two rows have the same ${spec.fields.join(', ')}`;
    case 'no-duplicates':
      return 'no two rows have the same account, date, amount, currency and description';
    case 'single-value':
      return `${spec.field} has one value${spec.per === undefined ? '' : ` for each ${spec.per}`}`;
    case 'monotone':
      return `${spec.field} ${spec.isStrict ? 'always' : 'never'} ${directionText(spec.direction, spec.isStrict ?? false)} from row to row`;
    case 'balance-continues':
      return `each balance is the one before it and the amounts since, ${spec.order ?? 'either'}`;
    default:
      return datasetSentence(spec);
  }
}

function datasetSentence(spec: DatasetExpectation): string {
  switch (spec.type) {
    case 'row-count':
      return `the number of records is ${between(spec)}`;
    case 'row-count-near':
      return `the number of records is that of ${spec.earlier.length} earlier runs within ${percent(spec.maxDeviation ?? 0.5)}`;
    case 'fresh':
      return `the newest date is at most ${spec.maxAgeDays} days ago`;
    case 'max-gap':
      return `no account goes without a row for more than ${spec.maxDays} days`;
    case 'distinct-count':
      return `the number of different values of ${spec.field} is ${between(spec)}`;
    case 'contains-set':
      return `each of ${listed(spec.field, spec.values)} occurs in ${spec.field}`;
    case 'proportion':
      return `the share of rows whose ${spec.field} is ${listed(spec.field, spec.values)} is ${between(spec)}`;
    case 'quantile':
      return `the ${spec.probability} quantile of ${spec.field} is ${between(spec)}`;
    case 'sum':
    case 'mean':
    case 'median':
    case 'standard-deviation':
      return `the ${spec.type.replace('-', ' ')} of ${spec.field} is ${between(spec)}`;
    case 'outliers':
      return `at most ${percent(spec.maxFraction ?? 0.05)} of ${spec.field} lies far out`;
    case 'distribution':
      return `${spec.field} is spread as in the reference`;
  }
}

interface Ends {
  readonly min?: number | string;
  readonly max?: number | string;
  readonly strictMin?: boolean;
  readonly strictMax?: boolean;
}

function between({ min, max, strictMin, strictMax }: Ends): string {
  const from = min === undefined ? null : `${strictMin ? 'above' : 'at least'} ${min}`;
  const to = max === undefined ? null : `${strictMax ? 'below' : 'at most'} ${max}`;
  return [from, to].filter((end) => end !== null).join(' and ') || 'anything';
}

function directionText(direction: 'rising' | 'falling', isStrict: boolean): string {
  if (isStrict) return direction === 'rising' ? 'rises' : 'falls';
  return direction === 'rising' ? 'falls' : 'rises';
}

function filterText({ field, values }: RowFilter): string {
  return `${field} is ${listed(field, values)}`;
}

/** Results are shown and logged, so what tells people or accounts apart is masked in them; vocabularies are not. */
function listed(field: TransactionField, values: readonly string[]): string {
  const shown = values
    .slice(0, mostListed)
    .map((value) => JSON.stringify(vocabularies.has(field) ? value : maskSample(value)));
  const left = values.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))}%`;
}
