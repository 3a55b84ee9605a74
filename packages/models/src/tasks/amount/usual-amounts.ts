import { type TransactionType, transactionTypes } from '@titans/core';
import type { FeatureRow } from '../../features/feature-row.js';
import { payeeOf } from '../../features/payee.js';
import { hashName, hashStart, type NameHash } from './name-hash.js';
import { addAmount, noAmounts, type RecentAmounts, type RecentSummary, summaryOf } from './recent-amounts.js';

/**
 * What rows of all accounts amounted to, on the scale of ln(1 + absolute amount): by type, by type and category, by
 * type and first word of the payee, and by type and payee. Names are kept as hashes.
 */
export interface UsualAmounts {
  /** Means by the hash of type, category or word. */
  readonly means: Map<number, MeanAmount>;
  /** By the hash of type and payee. */
  readonly payees: Map<number, KnownPayee>;
}

interface MeanAmount {
  readonly rows: number;
  readonly mean: number;
}

/** A payee with amounts that still come in, or the summary of one that a model was restored with. */
export type KnownPayee = { readonly recent: RecentAmounts } | { readonly summary: RecentSummary };

/** Where a row is looked up; NaN where it has no category or payee. */
export interface UsualKeys {
  readonly type: number;
  readonly category: number;
  readonly word: number;
  readonly payee: number;
}

/** Rows from which a payee, category or word is known, so that a model tells no single payment of anyone. */
export const leastPayeeRows = 3;

export function noUsualAmounts(): UsualAmounts {
  return { means: new Map(), payees: new Map() };
}

/** By type, what the keys of each level begin with. */
const starts: ReadonlyMap<TransactionType | null, Readonly<Record<keyof UsualKeys, NameHash>>> = new Map(
  [...transactionTypes, null].map((type) => {
    const of = (level: string): NameHash => hashStart(`${level} ${type ?? ''} `);
    return [type, { type: of('type'), category: of('category'), word: of('word'), payee: of('payee') }];
  }),
);

type Named = Pick<FeatureRow, 'type' | 'category' | 'description' | 'merchantName'>;

export function usualKeys(row: Named): UsualKeys {
  const of = startsOf(row.type);
  const payee = payeeOf(row);
  return {
    type: hashName('', of.type),
    category: categoryKey(row, row.type),
    word: payee === null ? Number.NaN : hashName(payee, of.word, firstWordOf(payee)),
    payee: payee === null ? Number.NaN : hashName(payee, of.payee),
  };
}

/** The key of the payee of a row as if it were of a type; NaN where it has none. */
export function payeeKey(row: Named, type: TransactionType): number {
  const payee = payeeOf(row);
  return payee === null ? Number.NaN : hashName(payee, startsOf(type).payee);
}

/** The key of the category of a row as if it were of a type; NaN where it has none. */
export function categoryKey({ category }: Named, type: TransactionType | null): number {
  return category === null ? Number.NaN : hashName(category, startsOf(type).category);
}

function startsOf(type: TransactionType | null): Readonly<Record<keyof UsualKeys, NameHash>> {
  return starts.get(type) as Readonly<Record<keyof UsualKeys, NameHash>>;
}

/** Where the first word ends. */
function firstWordOf(payee: string): number {
  const space = payee.indexOf(' ');
  return space < 0 ? payee.length : space;
}

/** Takes an earlier row in. */
export function observeAmount({ means, payees }: UsualAmounts, keys: UsualKeys, logarithm: number): void {
  for (const key of [keys.type, keys.category, keys.word]) {
    if (Number.isNaN(key)) continue;
    const seen = means.get(key);
    const rows = (seen?.rows ?? 0) + 1;
    const mean = seen?.mean ?? 0;
    means.set(key, { rows, mean: mean + (logarithm - mean) / rows });
  }
  if (Number.isNaN(keys.payee)) return;
  const known = payees.get(keys.payee);
  if (known !== undefined && 'recent' in known) addAmount(known.recent, logarithm);
  else {
    const recent = noAmounts();
    addAmount(recent, logarithm);
    payees.set(keys.payee, { recent });
  }
}

/** The mean of a type, category or word by now; `null` below {@link leastPayeeRows} rows. */
export function knownMean({ means }: UsualAmounts, key: number): MeanAmount | null {
  const mean = means.get(key);
  return mean === undefined || mean.rows < leastPayeeRows ? null : mean;
}

/** What is known of a payee by now; `null` below {@link leastPayeeRows} rows. */
export function knownPayee({ payees }: UsualAmounts, key: number): RecentSummary | null {
  const known = payees.get(key);
  if (known === undefined) return null;
  if ('summary' in known) return known.summary;
  return known.recent.rows < leastPayeeRows ? null : summaryOf(known.recent);
}
