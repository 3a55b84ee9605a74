import type { SqlValue } from '@titans/core';
import type { Rejection } from '../records/rejection.js';
import type { RowDecision } from '../records/row-decision.js';

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

/** A decision with the number of the source that it is about. */
export interface SourcedDecision {
  readonly source: number;
  readonly decision: RowDecision;
}

/** Decisions, as their staging table takes them. */
export function* decisionRows(decisions: Iterable<SourcedDecision>): Generator<readonly SqlValue[]> {
  for (const { source, decision } of decisions) {
    const { transformer, kind, row, other, confidence, evidence, removed } = decision;
    yield [
      source,
      row.row,
      transformer,
      kind,
      other?.source ?? null,
      other?.row ?? null,
      confidence,
      JSON.stringify(evidence),
      removed === null ? null : JSON.stringify(removed),
    ];
  }
}
