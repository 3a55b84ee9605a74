import { formatMinor, fromEpochDay, type SqlValue, valueAt } from '@titans/core';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';

/** Columns of a transaction, as raw_transactions and the staging table name them. */
export const transactionColumns = [
  'external_id',
  'account_id',
  'date',
  'second_of_day',
  'type',
  'description',
  'original_description',
  'amount',
  'currency',
  'balance',
  'category',
  'payment_method',
  'status',
  'reference',
  'receipt_url',
  'merchant_name',
  'merchant_category_code',
  'location',
  'recurring',
  'tags',
] as const;

/** Columns that say where a row stood. */
export const placeColumns = ['source_row', 'source_line', 'byte_offset'] as const;

/** The rows of a batch, as the staging table takes them: source, place, transaction. */
export function* stagingRows(batch: TransactionBatch): Generator<readonly SqlValue[]> {
  const { columns, length } = batch.table;
  const { row: rowNumber, line, byteOffset } = batch.provenance;
  for (let row = 0; row < length; row++) {
    const currency = valueAt(columns.currency, row) as string;
    const second = columns.secondOfDay[row] as number;
    const balance = columns.balanceMinor[row] as number;
    const description = valueAt(columns.description, row) as string;
    const original = valueAt(columns.originalDescription, row) as string;
    const tags = valueAt(columns.tags, row);
    yield [
      batch.sourceIndex,
      rowNumber[row] as number,
      line[row] === 0 ? null : (line[row] as number),
      Number.isNaN(byteOffset[row]) ? null : (byteOffset[row] as number),
      valueAt(columns.id, row),
      valueAt(columns.accountId, row),
      fromEpochDay(columns.date[row] as number),
      second < 0 ? null : second,
      valueAt(columns.type, row),
      description,
      original === description ? null : original,
      formatMinor(columns.amountMinor[row] as number, currency),
      currency,
      Number.isNaN(balance) ? null : formatMinor(balance, currency),
      valueAt(columns.category, row),
      valueAt(columns.paymentMethod, row) ?? 'unknown',
      valueAt(columns.status, row),
      valueAt(columns.reference, row),
      valueAt(columns.receiptUrl, row),
      valueAt(columns.merchantName, row),
      valueAt(columns.merchantCategoryCode, row),
      valueAt(columns.location, row),
      valueAt(columns.recurring, row),
      tags === null || tags.length === 0 ? null : JSON.stringify(tags),
    ];
  }
}

/** Columns of a rejection, as quarantine and its staging table name them. */
export const rejectionColumns = [
  'source_row',
  'source_line',
  'byte_offset',
  'code',
  'field',
  'column_name',
  'message',
  'value',
] as const;

/** The rejections of a batch, as their staging table takes them. */
export function* rejectionRows(
  sourceIndex: number,
  rejections: readonly Rejection[],
): Generator<readonly SqlValue[]> {
  for (const { row, line, byteOffset, code, field, column, message, value } of rejections) {
    yield [sourceIndex, row, line, byteOffset, code, field, column, message, value];
  }
}
