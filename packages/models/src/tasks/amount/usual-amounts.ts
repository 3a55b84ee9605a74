import type { FeatureRow } from '../../features/feature-row.js';
import { payeeOf } from '../../features/payee.js';
import { hashName } from './name-hash.js';
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

export function usualKeys(
  row: Pick<FeatureRow, 'type' | 'category' | 'description' | 'merchantName'>,
): UsualKeys {
  const payee = payeeOf(row);
  const of = (level: string, name: string): number => hashName(`${level} ${row.type ?? ''} ${name}`);
  return {
    type: of('type', ''),
    category: row.category === null ? Number.NaN : of('category', row.category),
    word: payee === null ? Number.NaN : of('word', payee.split(' ', 1)[0] as string),
    payee: payee === null ? Number.NaN : of('payee', payee),
  };
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
