import { defaultAccountId, defaultCurrency, TitansError } from '@titans/core';
import { featureRowOf } from '../../features/feature-row.js';
import { payeeOf } from '../../features/payee.js';
import { categoryNameOf, mostCategories } from '../../tasks/category/category-input.js';
import { valueInWords } from '../../value-in-words.js';
import type {
  CorrectedTransaction,
  FeedbackLogOptions,
  FeedbackPolicy,
  NewCorrection,
} from './feedback-log.js';

const lengths = { description: 500, merchantName: 200 } as const;

/** A correction with every value checked, and the name by which its payee is counted. */
export interface CheckedCorrection {
  readonly transaction: CorrectedTransaction;
  /** As models name it, so that one category has one name here too. */
  readonly category: string | null;
  readonly isAnomaly: boolean | null;
  readonly previousCategory: string | null;
  readonly transactionId: string | null;
  readonly accountId: string;
  readonly by: string;
  /** Of a label of an anomaly the transaction, where it is named. */
  readonly payee: string;
}

/** @throws TitansError `INVALID_ARGUMENT` or `DATE_INVALID` with the field in the details. */
export function checkCorrection(correction: NewCorrection): CheckedCorrection {
  requireObject('correction', correction);
  requireObject('transaction', correction.transaction);
  const { category = null, isAnomaly = null, by, previousCategory = null, transactionId = null } = correction;
  const { accountId = defaultAccountId } = correction;
  const { description, merchantName, date } = correction.transaction;
  if ((category === null) === (isAnomaly === null)) {
    throw refusal('category', 'A correction has either a category or isAnomaly.');
  }
  if (category !== null) checkOwnText('category', category, 100);
  if (isAnomaly !== null && typeof isAnomaly !== 'boolean') {
    throw refusal('isAnomaly', '"isAnomaly" must be true or false.');
  }
  checkOwnText('accountId', accountId, 200);
  checkOwnText('by', by, 200);
  if (previousCategory !== null) checkOwnText('previousCategory', previousCategory, 100);
  if (transactionId !== null) checkOwnText('transactionId', transactionId, 200);
  const transaction: CorrectedTransaction = {
    ...(description !== undefined && { description }),
    ...(merchantName !== undefined && { merchantName }),
    ...(date !== undefined && { date }),
  };
  const isNamed = isAnomaly !== null && transactionId !== null;
  // Looked at even where the transaction is named: its values are stored as well.
  const row = featureRowOf(transaction, defaultCurrency);
  const payee = isNamed ? JSON.stringify([accountId, transactionId]) : payeeOf(row);
  if (payee === null || payee === '') {
    throw refusal('transaction', 'A correction is of a payee: give the description or the merchant name.');
  }
  for (const [field, longest] of Object.entries(lengths)) {
    const text = transaction[field as keyof typeof lengths];
    if (text !== undefined) checkOwnText(field, text, longest);
  }
  return {
    ...{ transaction, isAnomaly, previousCategory, transactionId, accountId, by, payee },
    category: category === null ? null : categoryNameOf(category),
  };
}

/**
 * Checks a text that is stored and compared.
 *
 * @throws TitansError `INVALID_ARGUMENT` if it is empty, too long, or has a NUL character, which PostgreSQL cannot store.
 */
export function checkOwnText(field: string, text: string, longest: number): void {
  const isUsable = typeof text === 'string' && text.trim() !== '' && text.length <= longest;
  if (isUsable && !text.includes('\0')) return;
  throw refusal(field, `"${field}" must be a text of 1 to ${longest} characters without NUL.`);
}

/** @throws TitansError `INVALID_ARGUMENT` for a limit that is no whole number above 0, or a clock that is none. */
export function checkPolicy(policy: FeedbackLogOptions): Required<FeedbackPolicy> {
  requireObject('options', policy);
  const { now } = policy;
  if (now !== undefined && typeof now !== 'function') throw refusal('now', '"now" must be a function.');
  const { payeesPerDay = 100, anomaliesPerDay = 500, contradictingSources = 3 } = policy;
  const { newCategoriesPerDay = 50, categories = mostCategories } = policy;
  const checked = { payeesPerDay, anomaliesPerDay, contradictingSources, newCategoriesPerDay, categories };
  for (const [field, value] of Object.entries(checked)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw refusal(field, `${field} must be a whole number above 0, not ${valueInWords(value)}.`);
  }
  return checked;
}

/** @throws TitansError `INVALID_ARGUMENT` for a page that is none. */
export function checkFeedbackPage(after: number, limit: number): void {
  if (!Number.isSafeInteger(after) || after < 0) throw refusal('after', '"after" must be a sequence, or 0.');
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000)
    throw refusal('limit', `limit must be a whole number from 1 to 1,000, not ${valueInWords(limit)}.`);
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function requireObject(field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw refusal(field, `"${field}" must be an object.`);
}

/** The error about an argument. */
export function refusal(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}
