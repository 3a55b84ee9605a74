import { defaultCurrency, isTitansError, TitansError } from '@titans/core';
import { type FeatureRow, featureRowOf } from '../features/feature-row.js';
import { payeeOf } from '../features/payee.js';
import { categoryNameOf, payeeTextOf } from '../tasks/category/category-input.js';
import type { TransactionQuery } from '../tasks/predictions.js';

/** A category that someone knows to be right, to be learned in training. */
export interface TrainingCorrection {
  /** With a description or a merchant name. */
  readonly transaction: Pick<TransactionQuery, 'description' | 'merchantName' | 'date'>;
  readonly category: string;
  /** `id` of the corrected transaction, where it is known. */
  readonly transactionId?: string | null;
}

/** A correction in the words of the models. */
export interface ReadCorrection {
  readonly row: FeatureRow;
  /** By which transactions of one payee fall together. */
  readonly payee: string;
  readonly category: string;
  readonly transactionId: string | null;
}

/**
 * Reads a correction.
 *
 * @throws TitansError `INVALID_ARGUMENT` without a payee or a category, and for what is no query; `DATE_INVALID`.
 */
export function readCorrection(correction: TrainingCorrection): ReadCorrection {
  if (typeof correction !== 'object' || correction === null)
    throw wrong('corrections', 'A correction is an object with a transaction and a category.');
  const { transaction, category, transactionId = null } = correction;
  const name = typeof category === 'string' ? categoryNameOf(category) : '';
  if (name === '') throw wrong('category', 'A correction needs the name of a category.');
  if (transactionId !== null && typeof transactionId !== 'string')
    throw wrong('transactionId', 'The transaction of a correction is named by a text.');
  const row = featureRowOf(transaction, defaultCurrency);
  const payee = payeeTextOf(row) === '' ? null : payeeOf(row);
  if (payee === null) {
    throw wrong('transaction', 'A correction is of a payee: give the description or the merchant name.');
  }
  return { row, payee, category: name, transactionId };
}

/** Reads all. @throws TitansError as {@link readCorrection}, with the place of the first that is none. */
export function readCorrections(corrections: readonly TrainingCorrection[]): readonly ReadCorrection[] {
  if (!Array.isArray(corrections)) throw wrong('corrections', 'Corrections are given as a list.');
  return corrections.map((correction: TrainingCorrection, index) => {
    try {
      return readCorrection(correction);
    } catch (error) {
      throw isTitansError(error) ? error.at({ correction: index }) : error;
    }
  });
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
