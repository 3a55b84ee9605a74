import type { ImportField } from '../../normalise/import-field.js';

/** Columns of an OFX source that stand for fields. */
export const ofxFields: readonly ImportField[] = [
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
  'merchantCategoryCode',
  'location',
];

/** Elements that are kept under their own names. */
export const ofxElements = [
  'TRNTYPE',
  'DTUSER',
  'DTAVAIL',
  'CHECKNUM',
  'REFNUM',
  'SIC',
  'PAYEEID',
  'NAME',
  'EXTDNAME',
  'MEMO',
  'CORRECTFITID',
  'CORRECTACTION',
] as const;

/** All columns: the fields, elements, and what stands in aggregates of a transaction. */
export const ofxColumns: readonly string[] = Object.freeze([
  ...ofxFields,
  ...ofxElements,
  'originalCurrency',
  'currencyRate',
  'counterpartyAccount',
  'accountType',
]);

/** Number of the cell of the balance. */
export const balanceColumn: number = ofxColumns.indexOf('balance');
