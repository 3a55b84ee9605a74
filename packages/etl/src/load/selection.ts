import { parsePlainDate, TitansError, type TransactionSelection } from '@titans/core';
import { requireKnownOptions, requireString, requireWork } from '../validation/arguments.js';

const selectionNames: readonly (keyof TransactionSelection)[] = [
  'accountId',
  'from',
  'to',
  'limit',
  'signal',
  'onProgress',
];

/**
 * Refuses a selection of transactions that cannot be meant.
 *
 * @throws TitansError `INVALID_ARGUMENT`, or `DATE_INVALID` for a bound that is no day.
 */
export function requireSelection(selection: TransactionSelection): void {
  requireKnownOptions(selection, selectionNames, 'transactions');
  requireWork({ signal: selection.signal, onProgress: selection.onProgress });
  if (selection.accountId !== undefined) {
    requireString(selection.accountId, 'accountId', 'An account is a text');
  }
  const { limit } = selection;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 1)) {
    throw new TitansError('INVALID_ARGUMENT', 'limit must be a whole number from 1.', {
      details: { field: 'limit' },
    });
  }
  for (const field of ['from', 'to'] as const) {
    const day = selection[field];
    if (day === undefined) continue;
    requireString(day, field, 'A day is a text of the form YYYY-MM-DD');
    parsePlainDate(day);
  }
}
