import { steadied } from '../../features/deviation-features.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { payeeOf } from '../../features/payee.js';
import { medianAndSpread } from '../../features/robust-window.js';
import { hashWord } from '../amount/words.js';
import type { AnomalyValues } from './anomaly-input.js';

/** Median and spread of ln(1 + absolute amount) of some training rows. */
export interface AmountLevel {
  readonly median: number;
  readonly deviation: number;
}

/**
 * What amounts were usual in training, for queries that come without a history: by currency and type, and within
 * these by payee and category. Keys are hashes; no name and no row is kept.
 */
export interface AmountReference {
  readonly keys: Uint32Array;
  readonly medians: Float64Array;
  readonly deviations: Float64Array;
}

const leastRows = 3;
/** Levels kept, those of the most rows. */
const mostLevels = 20_000;

/** Learns the reference from rows. */
export function amountReference(rows: readonly FeatureRow[]): AmountReference {
  const amounts = new Map<number, number[]>();
  for (const row of rows) {
    for (const key of Object.values(keysOf(row))) {
      if (key === null) continue;
      const known = amounts.get(key);
      if (known === undefined) amounts.set(key, [Math.log1p(Math.abs(row.amount))]);
      else known.push(Math.log1p(Math.abs(row.amount)));
    }
  }
  const levels = [...amounts]
    .filter(([, values]) => values.length >= leastRows)
    .sort(([a, first], [b, second]) => second.length - first.length || a - b)
    .slice(0, mostLevels)
    .sort(([a], [b]) => a - b)
    .map(([key, values]) => ({ key, rows: values.length, ...medianAndSpread(values) }));
  return {
    keys: Uint32Array.from(levels, ({ key }) => key),
    medians: Float64Array.from(levels, ({ median }) => median),
    deviations: Float64Array.from(levels, ({ deviation, rows: count }) => steadied(deviation, count)),
  };
}

/** The values of a row with the deviations that its history could not give taken from the reference. */
export function withReference(
  values: AnomalyValues,
  row: FeatureRow,
  reference: AmountReference,
): AnomalyValues {
  const completed: Record<string, number> = { ...values };
  for (const [of, key] of Object.entries(keysOf(row))) {
    const name = `amount_vs_${of}`;
    const level = key === null ? undefined : levelOf(reference, key);
    if (level === undefined || !Number.isNaN(values[name] ?? Number.NaN)) continue;
    completed[name] = (Math.log1p(Math.abs(row.amount)) - level.median) / level.deviation;
    // A payee that training knew is not new, though the query's history may not show it.
    if (of === 'payee') completed.is_new_payee = 0;
  }
  return completed;
}

function levelOf({ keys, medians, deviations }: AmountReference, key: number): AmountLevel | undefined {
  let [low, high] = [0, keys.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] as number;
    if (found === key) return { median: medians[middle] as number, deviation: deviations[middle] as number };
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function keysOf(row: FeatureRow): Record<'payee' | 'category' | 'account', number | null> {
  const kind = `${row.currency} ${row.type}`;
  const payee = payeeOf(row);
  return {
    payee: payee === null ? null : hashWord(`payee ${kind} ${payee}`),
    category: row.category === null ? null : hashWord(`category ${kind} ${row.category}`),
    account: hashWord(`account ${kind}`),
  };
}
