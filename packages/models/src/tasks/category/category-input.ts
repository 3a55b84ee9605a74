import { type CurrencyCode, defaultCurrency, type TransactionTable } from '@titans/core';
import { normaliseMerchant } from '@titans/core/merchants';
import type { FeatureRow } from '../../features/feature-row.js';
import { featureRows } from '../../features/feature-row.js';
import type { FeatureSet } from '../../features/feature-set.js';
import { features } from '../../features/features.js';
import { selectFeatures } from '../../features/leakage.js';
import { mainCurrency } from '../main-currency.js';

/** Fields that may be read as text beside the description. */
export const furtherTextFields = ['merchantName', 'reference'] as const;
export type FurtherTextField = (typeof furtherTextFields)[number];

/** So many categories are learned at most: each is a model of all words. */
export const mostCategories = 1_000;

/** Numbers beside the text; refused if one of them came to depend on the category. */
export const categoryFeatures: FeatureSet = selectFeatures(features, 'category', [
  'amount_log',
  'type',
  'payment_method',
]);

/**
 * The text of a row: description, further fields, and behind them the name of the merchant as `normaliseMerchant` reads it,
 * where that is another text, so that marks of payment services and numbers of shops hide no name.
 *
 * @param words Further words of it.
 */
export function textOf(
  row: FeatureRow,
  further: readonly FurtherTextField[],
  words: readonly string[] = [],
): string {
  const { description } = row;
  const fields = further.map((field) => row[field]);
  const texts = [description, ...fields, ...words].filter((text) => text !== null);
  if (description === null) return texts.join(' ');
  const { name } = normaliseMerchant(description);
  if (name.toLowerCase() !== description.toLowerCase()) texts.push(name);
  return texts.join(' ');
}

/** What names the payee: the merchant, else the description; empty where neither is known. */
export function payeeTextOf({ merchantName, description }: FeatureRow): string {
  return merchantName ?? description ?? '';
}

/** The row without an amount of another currency than the one in which amounts were learned. */
export function inCurrency(row: FeatureRow, currency: CurrencyCode): FeatureRow {
  return row.currency === currency ? row : { ...row, amount: Number.NaN };
}

/** Rows with a category, oldest first, and their classes in the order of the alphabet. */
export interface LabelledRows {
  /** Of most rows. */
  readonly currency: CurrencyCode;
  readonly rows: readonly FeatureRow[];
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** The name of a category without white space around it and with single spaces within; empty for one of nothing else. */
export function categoryNameOf(written: string): string {
  return written.trim().replace(/\s+/gu, ' ');
}

/** Takes the labelled rows out of a table. A category of nothing but white space is none. */
export function labelledRows(table: TransactionTable): LabelledRows {
  const currency = mainCurrency(table) ?? defaultCurrency;
  const rows = featureRows(table)
    .map((row) => ({ ...row, category: row.category === null ? '' : categoryNameOf(row.category) }))
    .filter((row) => row.category !== '')
    .map((row, index) => ({ row: inCurrency(row, currency), index }))
    .sort((a, b) => a.row.date - b.row.date || a.index - b.index)
    .map(({ row }) => row);
  const classes = [...new Set(rows.map((row) => row.category as string))].sort();
  const codes = new Map(classes.map((name, code) => [name, code]));
  return {
    currency,
    rows,
    labels: Int32Array.from(rows, (row) => codes.get(row.category as string) as number),
    classes: Object.freeze(classes),
  };
}
