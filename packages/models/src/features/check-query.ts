import { isCurrency, maskSample, paymentMethods, TitansError, transactionTypes } from '@titans/core';
import type { TransactionQuery } from '../tasks/predictions.js';
import { valueInWords } from '../value-in-words.js';

const textFields = [
  'description',
  'date',
  'time',
  'category',
  'status',
  'reference',
  'merchantName',
  'merchantCategoryCode',
  'location',
  'accountId',
  'currency',
] as const satisfies readonly (keyof TransactionQuery)[];

/**
 * Refuses what the types forbid, for callers that are not compiled: a model would answer nonsense, not fail.
 *
 * @throws TitansError `INVALID_ARGUMENT` with the field of the first wrong value.
 */
export function checkQuery(query: TransactionQuery): void {
  if (typeof query !== 'object' || query === null) throw wrong('query', 'an object', query);
  for (const field of textFields) {
    if (query[field] !== undefined && typeof query[field] !== 'string')
      throw wrong(field, 'a text', query[field]);
  }
  const { amount, type, paymentMethod, tags, currency, recurring } = query;
  if (amount !== undefined && !Number.isFinite(amount)) throw wrong('amount', 'a finite number', amount);
  if (type !== undefined && !transactionTypes.includes(type))
    throw wrong('type', `one of ${transactionTypes.join(', ')}`, type);
  if (paymentMethod !== undefined && !paymentMethods.includes(paymentMethod))
    throw wrong('paymentMethod', `one of ${paymentMethods.join(', ')}`, paymentMethod);
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')))
    throw wrong('tags', 'a list of texts', tags);
  if (currency !== undefined && !isCurrency(currency))
    throw wrong('currency', 'a code of ISO 4217 such as EUR', currency);
  if (recurring !== undefined && typeof recurring !== 'boolean')
    throw wrong('recurring', 'true or false', recurring);
}

function wrong(field: string, wanted: string, found: unknown): TitansError {
  const shown = typeof found === 'string' ? maskSample(found) : valueInWords(found);
  return new TitansError(
    'INVALID_ARGUMENT',
    `The ${field} must be ${wanted}, not ${shown}. Leave out what is not known.`,
    { details: { field } },
  );
}
