import type { FeatureDescription, FeatureMatrix, TransactionField } from '../../features/feature-matrix.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { type FeatureSet, featureSet } from '../../features/feature-set.js';
import { features } from '../../features/features.js';
import { selectFeatures } from '../../features/leakage.js';
import { looksBackOn } from '../../features/look-back.js';
import {
  type Credibility,
  type OwnPayee,
  type UsualAmount,
  usualAmount,
  usualLevels,
} from './credibility.js';
import type { Evidence } from './evidence.js';
import { payeeHistory } from './payee-history.js';

const selected = selectFeatures(features, 'amount', [
  'type',
  'payment_method',
  'month',
  'day_of_week',
  'day_of_month',
  'hour',
  'description_length',
  'description_words',
  'is_new_payee',
  'days_since_payee',
  'payee_avg_amount',
  'payee_last_amount',
  'category_avg_amount',
  'rolling_mean_7d',
  'rolling_mean_30d',
  'rolling_std_30d',
  'rolling_min_30d',
  'rolling_max_30d',
  'count_7d',
  'count_30d',
]);

/**
 * What the amount may be learned from beside {@link Evidence}: nothing of the row's own amount, and what earlier rows
 * of the account, the payee and the category amounted to.
 */
export const amountFeatures: FeatureSet = featureSet([...selected.groups, payeeHistory], selected.hidden);

/** Categories that are told apart by name; of the others only their mean amount is known. */
const mostCategories = 200;

/** The most frequent categories, in the order of the alphabet. */
export function amountCategories(rows: readonly FeatureRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { category } of rows)
    if (category !== null) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostCategories)
    .map(([category]) => category)
    .sort();
}

/** What is known of rows, before it becomes columns. */
export interface AmountKnowledge {
  /** {@link amountFeatures} of the rows. */
  readonly computed: FeatureMatrix;
  readonly evidence: Evidence;
  /** Codes of {@link amountCategories}, NaN for others. */
  readonly categories: Float64Array;
}

/** What a copy of a row lacks; two bits. */
export const lacksCategory = 1;
export const lacksHistory = 2;

/** The knowledge of rows that know less, as `lacks` tells of each. */
export function withLacks(
  { computed, evidence, categories }: AmountKnowledge,
  lacks: Uint8Array,
): AmountKnowledge {
  const has = (row: number, what: number): boolean => ((lacks[row] as number) & what) !== 0;
  const blanked = (column: Float64Array, what: number, blank: number): Float64Array =>
    column.map((value, row) => (has(row, what) ? blank : value));
  return {
    computed: {
      ...computed,
      columns: computed.columns.map((column, index) => {
        const feature = computed.features[index] as FeatureDescription;
        const what =
          (looksBackOn(feature) ? lacksHistory : 0) |
          (feature.inputs.includes('category') ? lacksCategory : 0);
        return what === 0 ? column : blanked(column, what, Number.NaN);
      }),
    },
    evidence: {
      ...evidence,
      categoryRows: blanked(evidence.categoryRows, lacksCategory, 0),
      categoryMean: blanked(evidence.categoryMean, lacksCategory, Number.NaN),
    },
    categories: blanked(categories, lacksCategory, Number.NaN),
  };
}

const placeOf: ReadonlyMap<string, number> = new Map(
  amountFeatures.features.map(({ name }, place) => [name, place]),
);

/** A column of the knowledge that is named. */
export function computedColumn({ computed }: AmountKnowledge, name: string): Float64Array {
  return computed.columns[placeOf.get(name) as number] as Float64Array;
}

/** What the account's own rows of the payee tell. */
export function ownPayee(knowledge: AmountKnowledge): OwnPayee {
  return { rows: computedColumn(knowledge, 'payee_rows'), median: computedColumn(knowledge, 'payee_median') };
}

/** Columns to learn from, and the usual amounts that are among them. */
export interface AmountMatrix {
  readonly matrix: FeatureMatrix;
  readonly usual: UsualAmount;
}

/** The columns that amounts are learned from, in the order of {@link amountColumns}. */
export function amountMatrix(
  knowledge: AmountKnowledge,
  credibility: Credibility,
  names: readonly string[],
): AmountMatrix {
  const { computed, evidence, categories } = knowledge;
  const own = ownPayee(knowledge);
  const usual = usualAmount(evidence, own, credibility);
  const aside = (column: Float64Array): Float64Array => {
    const distances = new Float64Array(column.length);
    for (let row = 0; row < column.length; row++) {
      distances[row] = (column[row] as number) - (usual.account[row] as number);
    }
    return distances;
  };
  const columns = [
    categories,
    ...computed.columns.map((column, index) => (isRelative[index] === true ? aside(column) : column)),
    ...usualLevels.map((level) => usual[level]),
    evidence.categoryRows,
    evidence.wordRows,
    evidence.knownRows,
    aside(evidence.knownLow),
    aside(evidence.knownMedian),
    aside(evidence.knownHigh),
    aside(evidence.knownLast),
    evidence.knownRun,
  ];
  return { usual, matrix: { rows: categories.length, features: amountColumns(names), columns } };
}

/** Columns that are told as a distance from the usual amount. */
const relative: ReadonlySet<string> = new Set(['payee_low', 'payee_median', 'payee_high', 'payee_last']);
const isRelative: readonly boolean[] = amountFeatures.features.map(({ name }) => relative.has(name));

/** Descriptions of the columns of {@link amountMatrix}. */
export function amountColumns(categories: readonly string[]): readonly FeatureDescription[] {
  let columns = columnsByCategories.get(categories);
  if (columns === undefined) {
    columns = Object.freeze(describedColumns(categories));
    columnsByCategories.set(categories, columns);
  }
  return columns;
}

/** A model asks with the same list each time. */
const columnsByCategories = new WeakMap<readonly string[], readonly FeatureDescription[]>();

function describedColumns(categories: readonly string[]): readonly FeatureDescription[] {
  const payee: readonly TransactionField[] = ['description', 'merchantName'];
  const numeric = (name: string, inputs: readonly TransactionField[]): FeatureDescription => ({
    name,
    kind: 'numeric',
    inputs,
  });
  return [
    { name: 'category', kind: 'categorical', inputs: ['category'], categories },
    ...amountFeatures.features,
    numeric('usual_of_type', ['type']),
    numeric('usual_of_category', ['type', 'category']),
    numeric('usual_of_word', ['type', 'category', ...payee]),
    numeric('usual_of_payee', ['type', 'category', ...payee]),
    { ...numeric('usual_amount', ['type', 'category', ...payee]), history: ['amount'] },
    numeric('rows_of_category', ['type', 'category']),
    ...['rows_of_word', 'rows_of_payee', 'low_of_payee', 'median_of_payee'].map((name) =>
      numeric(name, ['type', ...payee]),
    ),
    ...['high_of_payee', 'last_of_payee', 'run_of_payee'].map((name) => numeric(name, ['type', ...payee])),
  ];
}
