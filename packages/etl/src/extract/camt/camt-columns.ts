import type { ImportField } from '../../normalise/import-field.js';

/** Columns of a CAMT source that stand for fields. */
export const camtFields: readonly ImportField[] = [
  'id',
  'accountId',
  'date',
  'time',
  'description',
  'amount',
  'currency',
  'balance',
  'paymentMethod',
  'status',
  'reference',
  'merchantName',
];

/** All columns; those behind the fields are what a message says beyond them. */
export const camtColumns: readonly string[] = Object.freeze([
  ...camtFields,
  'valueDate',
  'isReversal',
  'bankTransactionCode',
  'endToEndId',
  'mandateId',
  'clearingTransactionId',
  'instructionId',
  'creditorReference',
  'remittance',
  'counterpartyAccount',
  'counterpartyBank',
  'originalAmount',
  'originalCurrency',
  'additionalInformation',
  'entryReference',
  'statementId',
  'paymentCount',
]);

/** Number of the cell of the balance. */
export const balanceColumn: number = camtColumns.indexOf('balance');
