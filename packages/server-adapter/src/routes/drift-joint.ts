import { selectRows, type TransactionTable, toMajor } from '@titans/core';
import type { DriftRequest, FeatureDrift } from '@titans/core/contract';
import { domainClassifierTest, maximumMeanDiscrepancyTest } from '@titans/models/drift';
import type { FeatureMatrix } from '@titans/models/features';

/** A test of all columns together. */
export type JointTest = NonNullable<DriftRequest['joint']>;

/** Rows below which nothing is said, as of single columns. */
const leastRows = 20;
/** Rows of each side that a classifier learns from at most, drawn evenly. */
const mostRows = 10_000;

/** Tests all columns but the text together. */
export async function jointDrift(
  test: JointTest,
  reference: TransactionTable,
  current: TransactionTable,
  alpha: number,
): Promise<FeatureDrift> {
  const isClassifier = test === 'domain-classifier';
  const shared = {
    feature: 'all',
    effect_measure: isClassifier ? 'how far the area under the ROC curve is above one half, doubled' : 'none',
    n_reference: reference.length,
    n_current: current.length,
    missing: null,
  };
  if (Math.min(reference.length, current.length) < leastRows) {
    const nothing = { test: null, statistic: null, p_value: null, q_value: null, effect: null };
    return { ...shared, ...nothing, state: 'insufficient' };
  }
  const compare = isClassifier ? domainClassifierTest : maximumMeanDiscrepancyTest;
  const found = await compare(matrixOf(reference), matrixOf(current));
  const { statistic, pValue } = found;
  return {
    ...shared,
    test,
    statistic,
    p_value: pValue,
    q_value: pValue,
    effect: isClassifier ? Math.max(0, 2 * statistic - 1) : null,
    n_reference: found.referenceRows,
    n_current: found.currentRows,
    state: pValue <= alpha ? 'drift' : 'no_drift',
  };
}

const named = ['currency', 'category', 'type', 'paymentMethod', 'status'] as const;
const weekdays = ['0', '1', '2', '3', '4', '5', '6'] as const;

function matrixOf(given: TransactionTable): FeatureMatrix {
  const count = Math.min(mostRows, given.length);
  const rows = Int32Array.from({ length: count }, (_, place) => Math.floor((place * given.length) / count));
  const { columns, length } = selectRows(given, rows);
  const { amountMinor, currency, date } = columns;
  return {
    rows: length,
    features: [
      { name: 'amount', kind: 'numeric', inputs: ['amount'] },
      { name: 'weekday', kind: 'categorical', inputs: ['date'], categories: weekdays },
      ...named.map((name) => ({
        name,
        kind: 'categorical' as const,
        inputs: [name],
        categories: columns[name].values.map(String),
      })),
    ],
    columns: [
      amountMinor.map((minor, row) =>
        toMajor(minor, currency.values[currency.codes[row] as number] as string),
      ),
      Float64Array.from(date, (day) => (((day + 3) % 7) + 7) % 7),
      ...named.map((name) =>
        Float64Array.from(columns[name].codes, (code) => (code < 0 ? Number.NaN : code)),
      ),
    ],
  };
}
