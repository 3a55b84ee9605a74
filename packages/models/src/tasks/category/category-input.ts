import type { TransactionTable } from '@titans/core';
import type { TextMatrix } from '../../estimators/text/text-matrix.js';
import type { FeatureRow } from '../../features/feature-row.js';
import { featureRows } from '../../features/feature-row.js';
import type { FeatureSet } from '../../features/feature-set.js';
import { features } from '../../features/features.js';
import { selectFeatures } from '../../features/leakage.js';

/** Fields that may be read as text beside the description. */
export const furtherTextFields = ['merchantName', 'reference'] as const;
export type FurtherTextField = (typeof furtherTextFields)[number];

/** Numbers beside the text; refused if one of them came to depend on the category. */
export const categoryFeatures: FeatureSet = selectFeatures(features, 'category', [
  'amount_log',
  'type',
  'payment_method',
]);

/** What the category is learned from: text, and {@link categoryFeatures} beside it. */
export function categoryInput(rows: readonly FeatureRow[], further: readonly FurtherTextField[]): TextMatrix {
  return {
    texts: rows.map((row) => textOf(row, further)),
    dense: categoryFeatures.read(rows),
  };
}

function textOf(row: FeatureRow, further: readonly FurtherTextField[]): string {
  return [row.description, ...further.map((field) => row[field])].filter((text) => text !== null).join(' ');
}

/** Rows with a category, oldest first, and their classes in the order of the alphabet. */
export interface LabelledRows {
  readonly rows: readonly FeatureRow[];
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** Takes the labelled rows out of a table. */
export function labelledRows(table: TransactionTable): LabelledRows {
  const rows = featureRows(table)
    .filter((row) => row.category !== null)
    .map((row, index) => ({ row, index }))
    .sort((a, b) => a.row.date - b.row.date || a.index - b.index)
    .map(({ row }) => row);
  const classes = [...new Set(rows.map((row) => row.category as string))].sort();
  const codes = new Map(classes.map((name, code) => [name, code]));
  return {
    rows,
    labels: Int32Array.from(rows, (row) => codes.get(row.category as string) as number),
    classes: Object.freeze(classes),
  };
}
