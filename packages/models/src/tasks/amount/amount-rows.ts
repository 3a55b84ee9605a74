import { type TransactionTable, transactionTypes } from '@titans/core';
import { selectMatrixRows } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { featureRows } from '../../features/feature-row.js';
import { refuseLeakage } from '../../features/leakage.js';
import {
  type AmountVocabulary,
  amountColumns,
  amountFeatures,
  amountMatrix,
  amountVocabulary,
} from './amount-input.js';

/** Rows to learn from or to be tested on. */
export interface AmountRows {
  readonly matrix: FeatureMatrix;
  /** ln(1 + absolute amount). */
  readonly target: Float64Array;
  /** 0 for Income, 1 for Expense. */
  readonly types: Float64Array;
}

/** The rows of a table, and the vocabulary that their columns were made with. */
export interface AmountData extends AmountRows {
  readonly vocabulary: AmountVocabulary;
}

/**
 * Makes the columns of every row of a table.
 *
 * @param training Rows that the vocabulary is read off.
 * @param visible Rows that later ones look back on, 1 for yes; all unless told.
 */
export function amountData(
  table: TransactionTable,
  training: readonly number[],
  visible?: Uint8Array,
): AmountData {
  const rows = featureRows(table);
  const vocabulary = amountVocabulary(training.map((row) => rows[row] as (typeof rows)[number]));
  refuseLeakage(amountColumns(vocabulary), 'amount');
  const computed = amountFeatures.matrix(table, visible === undefined ? {} : { visible });
  return {
    vocabulary,
    matrix: amountMatrix(rows, computed, vocabulary),
    target: Float64Array.from(rows, (row) => Math.log1p(Math.abs(row.amount))),
    types: Float64Array.from(rows, (row) =>
      row.type === null ? Number.NaN : transactionTypes.indexOf(row.type),
    ),
  };
}

/** Some of the rows, in the given order. */
export function takeRows({ matrix, target, types }: AmountRows, rows: readonly number[]): AmountRows {
  return {
    matrix: selectMatrixRows(matrix, rows),
    target: Float64Array.from(rows, (row) => target[row] as number),
    types: Float64Array.from(rows, (row) => types[row] as number),
  };
}
