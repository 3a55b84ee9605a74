import type { FeatureDescription, FeatureMatrix } from '../../features/feature-matrix.js';
import { type FeatureSet, namedFeatures } from '../../features/feature-set.js';
import { features } from '../../features/features.js';

/** What is looked at: the amount beside earlier amounts, novelty, repetition, pace, and time. */
export const anomalyFeatures: FeatureSet = namedFeatures(features, [
  'amount_vs_payee',
  'amount_vs_category',
  'amount_vs_account',
  'is_new_payee',
  'payee_count',
  'days_since_payee',
  'repeat_count_1d',
  'count_1d',
  'count_7d',
  'day_of_week',
  'hour',
  'is_income',
]);

/** Values of one row by feature name. */
export type AnomalyValues = Readonly<Record<string, number>>;

/** Reads a row of {@link anomalyFeatures}. */
export function valuesAt(matrix: FeatureMatrix, row: number): AnomalyValues {
  return Object.fromEntries(
    matrix.features.map(({ name }, index) => [name, (matrix.columns[index] as Float64Array)[row] as number]),
  );
}

/** Distances beyond this count as this: the detector shall see that an amount is far off, not how far. */
const mostDeviation = 12;

/** Columns of the detector: numbers without NaN, of a size that splits can compare. */
const detectorColumns: Readonly<Record<string, (values: AnomalyValues) => number>> = {
  deviation: (values) => clamp(deviationOf(values).value),
  new_payee: ({ is_new_payee }) => known(is_new_payee, 0),
  payee_count: ({ payee_count }) => Math.log1p(known(payee_count, 0)),
  days_since_payee: ({ days_since_payee }) => Math.log1p(known(days_since_payee, 0)),
  count_1d: ({ count_1d }) => Math.log1p(known(count_1d, 0)),
  count_7d: ({ count_7d }) => Math.log1p(known(count_7d, 0)),
  day_of_week: ({ day_of_week }) => known(day_of_week, 3),
  hour: ({ hour }) => known(hour, 12),
  income: ({ is_income }) => known(is_income, 0),
};

/** The matrix that a detector learns from and scores. */
export function detectorMatrix(rows: readonly AnomalyValues[]): FeatureMatrix {
  const columns = Object.entries(detectorColumns);
  return {
    rows: rows.length,
    features: columns.map(
      ([name]): FeatureDescription => ({ name, kind: 'numeric', inputs: detectorInputs }),
    ),
    columns: columns.map(([, read]) => Float64Array.from(rows, read)),
  };
}

const detectorInputs: FeatureDescription['inputs'] = [
  ...new Set(anomalyFeatures.features.flatMap((feature) => feature.inputs)),
];

/** The deviation that says most: from the payee's amounts if they are known, else the category's, else the account's. */
export function deviationOf(values: AnomalyValues): {
  readonly value: number;
  readonly of: 'payee' | 'category' | 'account';
} {
  for (const of of ['payee', 'category', 'account'] as const) {
    const value = values[`amount_vs_${of}`] ?? Number.NaN;
    if (!Number.isNaN(value)) return { value, of };
  }
  return { value: 0, of: 'account' };
}

function clamp(value: number): number {
  return Math.min(Math.max(value, -mostDeviation), mostDeviation);
}

function known(value: number | undefined, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : value;
}
