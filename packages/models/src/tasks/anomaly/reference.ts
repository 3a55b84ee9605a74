import type { CurrencyCode, TransactionType } from '@titans/core';
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

/** Room for the keys of so many rows. */
export function referenceKeyRoom(rows: number): ReferenceKeys {
  return { payee: new Float64Array(rows), category: new Float64Array(rows), all: new Float64Array(rows) };
}

/**
 * Keys of rows.
 *
 * @param keys Where they are written; new unless told.
 */
export function referenceKeys(
  rows: readonly FeatureRow[],
  keys: ReferenceKeys = referenceKeyRoom(rows.length),
): ReferenceKeys {
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as FeatureRow;
    const of = keysWithin(row.currency, row.type);
    const payee = payeeOf(row);
    keys.payee[index] = payee === null ? -1 : hashText(payee, of.payee);
    keys.category[index] = row.category === null ? -1 : hashText(row.category, of.category);
    keys.all[index] = of.all;
  }
  return keys;
}

type KeysWithin = Readonly<Record<ReferenceKind, number>>;

/** The keys of a currency and type: of all its rows, and of what stands before the name of a payee or category. */
function keysWithin(currency: CurrencyCode, type: TransactionType | null): KeysWithin {
  let ofTypes = keysByCurrency.get(currency);
  if (ofTypes === undefined) {
    ofTypes = new Map();
    keysByCurrency.set(currency, ofTypes);
  }
  let keys = ofTypes.get(type);
  if (keys === undefined) {
    const kind = `${currency} ${type}`;
    keys = {
      payee: hashText(`payee ${kind} `),
      category: hashText(`category ${kind} `),
      all: hashText(`account ${kind}`),
    };
    ofTypes.set(type, keys);
  }
  return keys;
}

/** Of the currencies that there are, which are not many. */
const keysByCurrency = new Map<CurrencyCode, Map<TransactionType | null, KeysWithin>>();

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

/**
 * Robust standard deviations from what was usual for the key; NaN for keys of fewer than five rows.
 *
 * @param into Where they are written; new unless told.
 */
export function referenceDeviations(
  { keys: known, medians, deviations }: AmountReference,
  keys: Float64Array,
  amounts: Float64Array,
  into: Float64Array = new Float64Array(keys.length),
): Float64Array {
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    const level = key < 0 ? -1 : levelOf(known, key);
    into[row] =
      level < 0
        ? Number.NaN
        : ((amounts[row] as number) - (medians[level] as number)) / (deviations[level] as number);
  }
  return into;
}

function levelOf(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] as number;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
