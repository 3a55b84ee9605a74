import { type ErrorCode, isTitansError, type TitansError } from '@titans/core';
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

/** Whether an error is an objection to what was asked. */
export function isObjection(error: unknown): error is TitansError {
  return isTitansError(error) && causedByTransaction.has(error.code);
}

/**
 * Asks a model, and answers its objections to the transaction as objections to the request.
 *
 * @param pointer Where the transaction stands in the body: JSON pointer, the body itself unless told.
 * @throws TitansError `REQUEST_INVALID` for those; every other error as it is.
 */
export function asRequestError<T>(ask: () => T, pointer = ''): T {
  try {
    return ask();
  } catch (error) {
    throw isObjection(error) ? objectionTo(error, pointer) : error;
  }
}

/** An objection of ours, in the words of the request. */
export function objectionTo({ message, details }: TitansError, pointer = ''): TitansError {
  const { field } = details;
  const place = typeof field === 'string' ? `${pointer}/${memberNamed(field)}` : pointer;
  return requestError('REQUEST_INVALID', message, { issues: [{ pointer: place, message }] });
}

/** The member of a request for a field: `paymentMethod` is `payment_method`, `tags.3` is `tags/3`. */
function memberNamed(field: string): string {
  return field
    .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    .replaceAll('[', '/')
    .replaceAll(']', '')
    .replaceAll('.', '/');
}
