import { steadied } from '../../features/deviation-features.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { payeeOf } from '../../features/payee.js';
import { medianAndSpread } from '../../features/robust-window.js';
import { hashText } from './hash-text.js';

/**
 * What amounts were usual in training, over all accounts: by currency and type, and within these by payee and
 * category. Keys are hashes; no name and no row is kept.
 */
export interface AmountReference {
  /** Ascending. */
  readonly keys: Uint32Array;
  /** Of ln(1 + absolute amount). */
  readonly medians: Float64Array;
  readonly deviations: Float64Array;
}

export const referenceKinds = ['payee', 'category', 'all'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** A key per row and kind; −1 where a row has none. */
export type ReferenceKeys = Readonly<Record<ReferenceKind, Float64Array>>;

const leastRows = 5;
/** Rows of a level that are looked at, the latest. */
const mostRows = 2_000;
/** Levels kept, those of the most rows. */
const mostLevels = 20_000;

/** Keys of rows. */
export function referenceKeys(rows: readonly FeatureRow[]): ReferenceKeys {
  const keys = {
    payee: new Float64Array(rows.length).fill(-1),
    category: new Float64Array(rows.length).fill(-1),
    all: new Float64Array(rows.length).fill(-1),
  };
  rows.forEach((row, index) => {
    const kind = `${row.currency} ${row.type}`;
    const payee = payeeOf(row);
    if (payee !== null) keys.payee[index] = hashText(`payee ${kind} ${payee}`);
    if (row.category !== null) keys.category[index] = hashText(`category ${kind} ${row.category}`);
    keys.all[index] = hashText(`account ${kind}`);
  });
  return keys;
}

/** Learns the reference from keys and ln(1 + absolute amount) of rows. */
export function amountReference(keys: ReferenceKeys, amounts: Float64Array): AmountReference {
  const byKey = new Map<number, number[]>();
  for (const kind of referenceKinds) {
    for (let row = amounts.length - 1; row >= 0; row--) {
      const key = keys[kind][row] as number;
      const amount = amounts[row] as number;
      if (key < 0 || Number.isNaN(amount)) continue;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [amount]);
      else if (known.length < mostRows) known.push(amount);
    }
  }
  const levels = [...byKey]
    .filter(([, values]) => values.length >= leastRows)
    .sort(([a, first], [b, second]) => second.length - first.length || a - b)
    .slice(0, mostLevels)
    .sort(([a], [b]) => a - b)
    .map(([key, values]) => ({ key, rows: values.length, ...medianAndSpread(values) }));
  return {
    keys: Uint32Array.from(levels, ({ key }) => key),
    medians: Float64Array.from(levels, ({ median }) => median),
    deviations: Float64Array.from(levels, ({ deviation, rows }) => steadied(deviation, rows)),
  };
}

/** Robust standard deviations from what was usual for the key; NaN for keys of fewer than five rows. */
export function referenceDeviations(
  { keys: known, medians, deviations }: AmountReference,
  keys: Float64Array,
  amounts: Float64Array,
): Float64Array {
  return Float64Array.from(keys, (key, row) => {
    const level = key < 0 ? -1 : levelOf(known, key);
    if (level < 0) return Number.NaN;
    return ((amounts[row] as number) - (medians[level] as number)) / (deviations[level] as number);
  });
}

function levelOf(keys: Uint32Array, key: number): number {
  let [low, high] = [0, keys.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] as number;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
