import { type ErrorCode, isTitansError } from '@titans/core';
import { requestError } from '../http/problem.js';

/** What a model says about the transaction it was given, as opposed to about itself. */
const causedByTransaction: ReadonlySet<ErrorCode> = new Set([
  'INVALID_ARGUMENT',
  'DATE_INVALID',
  'TIME_INVALID',
  'AMOUNT_INVALID',
  'AMOUNT_FORMAT',
  'AMOUNT_PRECISION',
  'AMOUNT_RANGE',
  'CURRENCY_UNKNOWN',
  'TYPE_INVALID',
  'SIGN_MISMATCH',
  'DESCRIPTION_INVALID',
  'FIELD_INVALID',
]);

/**
 * Asks a model, and answers its objections to the transaction as objections to the request.
 *
 * @throws TitansError `REQUEST_INVALID` for those; every other error as it is.
 */
export function asRequestError<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (isTitansError(error) && causedByTransaction.has(error.code)) {
      throw requestError('REQUEST_INVALID', error.message);
    }
    throw error;
  }
}
