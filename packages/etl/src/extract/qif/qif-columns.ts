import type { ImportField } from '../../normalise/import-field.js';

/** Columns of a QIF source that stand for fields. */
export const qifFields: readonly ImportField[] = [
  'accountId',
  'date',
  'description',
  'amount',
  'category',
  'status',
  'reference',
  'merchantName',
];

/** All columns. */
export const qifColumns: readonly string[] = Object.freeze([
  ...qifFields,
  'memo',
  'transferAccount',
  'splits',
  'address',
  'accountType',
]);
