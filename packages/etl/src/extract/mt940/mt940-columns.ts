import type { ImportField } from '../../normalise/import-field.js';

/** Columns of an MT940 or MT942 source that stand for fields. */
export const mt940Fields: readonly ImportField[] = [
  'accountId',
  'date',
  'description',
  'amount',
  'currency',
  'balance',
  'status',
  'reference',
  'merchantName',
];

/** All columns; those behind the fields are what a statement says beyond them. */
export const mt940Columns: readonly string[] = Object.freeze([
  ...mt940Fields,
  'valueDate',
  'typeCode',
  'isReversal',
  'customerReference',
  'bankReference',
  'supplement',
  'endToEndId',
  'mandateId',
  'creditorId',
  'counterpartyAccount',
  'counterpartyBank',
  'bookingCode',
  'bookingText',
  'information',
  'statementReference',
  'statementNumber',
]);

/** Number of the cell of the balance. */
export const balanceColumn: number = mt940Columns.indexOf('balance');
