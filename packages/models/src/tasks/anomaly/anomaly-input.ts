import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import { type FeatureSet, featureSet, namedFeatures } from '../../features/feature-set.js';
import { features } from '../../features/features.js';
import { looksBackOn } from '../../features/look-back.js';
import { habitFeatures } from './habit-features.js';

/** What is looked at: the amount beside earlier amounts, pace, novelty, repetition, and habits. */
const seenNames = [
  'amount_log',
  'day_of_week',
  'hour',
  'is_income',
  'amount_vs_payee',
  'amount_vs_category',
  'amount_vs_account',
  'payee_count',
  'days_since_payee',
  'hours_since_payee',
  'is_new_payee',
  'distinct_payee_share',
  'new_payee_count_7d',
  'category_count',
  'is_new_category',
  'days_since_category',
  'hours_since_category',
  'repeat_count_1d',
  'count_1h',
  'count_6h',
  'count_24h',
  'count_1d',
  'count_7d',
  'count_30d',
  'sum_1h',
  'sum_6h',
  'sum_24h',
  'sum_7d',
  'sum_30d',
  'hours_since_previous',
] as const;

const habitNames = [
  'account_rows',
  'account_timed_rows',
  'rows_near_hour',
  'rows_of_weekday',
  'rows_of_type',
] as const;

/** Features of the account's history. */
export const seenFeatureNames: readonly SeenName[] = [...seenNames, ...habitNames];
export type SeenName = (typeof seenNames)[number] | (typeof habitNames)[number];

export const anomalyFeatures: FeatureSet = featureSet([
  ...namedFeatures(features, seenNames).groups,
  habitFeatures,
]);

/** Those of {@link anomalyFeatures} that are missing without a history. */
export const lookBackNames: ReadonlySet<string> = new Set(
  anomalyFeatures.features.filter(looksBackOn).map(({ name }) => name),
);

/** Columns by the name of their feature, one value per row, NaN where it is not known. */
export type Columns<Name extends string> = Readonly<Record<Name, Float64Array>>;

/** Features of rows, each row from what was before it. */
export interface SeenRows {
  readonly rows: number;
  readonly columns: Columns<SeenName>;
}

const placeOf: ReadonlyMap<string, number> = new Map(
  anomalyFeatures.features.map(({ name }, place) => [name, place]),
);

/** The columns of {@link anomalyFeatures} by name, their rows in the given order. */
export function seenRows(matrix: FeatureMatrix, order?: Uint32Array): SeenRows {
  return {
    rows: matrix.rows,
    columns: columnsNamed(seenFeatureNames, (name) => {
      const column = matrix.columns[placeOf.get(name) as number] as Float64Array;
      return order === undefined ? column : Float64Array.from(order, (row) => column[row] as number);
    }),
  };
}

/** A record with a column for each name. */
export function columnsNamed<Name extends string>(
  names: readonly Name[],
  columnOf: (name: Name) => Float64Array,
): Columns<Name> {
  const columns: { [Each in Name]?: Float64Array } = {};
  for (const name of names) columns[name] = columnOf(name);
  return columns as Record<Name, Float64Array>;
}

/** The rows from one to before another, without copying. */
export function columnsBetween<Name extends string>(
  columns: Columns<Name>,
  from: number,
  to: number,
): Columns<Name> {
  return columnsNamed(Object.keys(columns) as Name[], (name) => columns[name].subarray(from, to));
}

/** Columns as a matrix for an estimator. */
export function matrixOf<Name extends string>(
  names: readonly Name[],
  columns: Columns<Name>,
  rows: number,
): FeatureMatrix {
  return {
    rows,
    features: describedBy(names),
    columns: names.map((name) => columns[name]),
  };
}

/** Descriptions of columns of numbers. */
export function describedBy(names: readonly string[]): readonly FeatureDescription[] {
  let described = descriptions.get(names);
  if (described === undefined) {
    described = names.map((name): FeatureDescription => ({ name, kind: 'numeric', inputs: anyInputs }));
    descriptions.set(names, described);
  }
  return described;
}

/** The same lists of names come again and again. */
const descriptions = new WeakMap<readonly string[], readonly FeatureDescription[]>();

const anyInputs: FeatureDescription['inputs'] = [
  ...new Set(anomalyFeatures.features.flatMap((feature) => feature.inputs)),
];
