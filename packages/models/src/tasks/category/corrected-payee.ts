import { type CurrencyCode, TitansError } from '@titans/core';
import { type FeatureRow, featureRowOf } from '../../features/feature-row.js';
import type { TransactionQuery } from '../predictions.js';
import { categoryNameOf, payeeTextOf } from './category-input.js';

/**
 * Of which payee a correction is, the name of its category as models keep it, and the row of its transaction.
 *
 * @throws TitansError `INVALID_ARGUMENT` without the name of a category, or of a transaction that names no payee.
 */
export function correctedPayee(
  query: TransactionQuery,
  category: string,
  currency: CurrencyCode,
): { readonly payee: string; readonly name: string; readonly row: FeatureRow } {
  const name = typeof category === 'string' ? categoryNameOf(category) : '';
  if (name === '') throw wrong('category', 'A correction needs the name of a category.');
  const row = featureRowOf(query, currency);
  const payee = payeeTextOf(row);
  if (payee === '') {
    throw wrong(
      'description',
      'A correction is of a payee: give the description or the merchant name of the transaction.',
    );
  }
  return { payee, name, row };
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
