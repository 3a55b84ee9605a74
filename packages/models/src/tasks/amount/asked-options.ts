import { maskSample, TitansError } from '@titans/core';
import type { AmountPredictOptions, TransactionQuery } from '../predictions.js';
import { type AmountLevel, amountLevels } from './range.js';

/**
 * Refuses what the types forbid, for callers that are not compiled.
 *
 * @throws TitansError `INVALID_ARGUMENT` with the field at fault.
 */
export function checkAsked(queries: readonly TransactionQuery[], options: AmountPredictOptions): void {
  if (!Array.isArray(queries)) throw wrong('queries', 'must be a list of transactions to ask about');
  if (!isObject(options)) throw wrong('options', 'must be an object such as { level: 0.95 }');
  const { history, level } = options;
  if (history !== undefined && !(isObject(history) && isObject(history.columns))) {
    throw wrong('history', 'must be a table of transactions: make one of rows with tableFromRows');
  }
  if (level !== undefined && !amountLevels.includes(level)) {
    throw wrong('level', `can be ${amountLevels.join(' or ')}, not ${shown(level)}`);
  }
}

/** Of a value that may be anything: what has no text of its own is named by its type. */
function shown(level: AmountLevel): string {
  const given: unknown = level;
  return typeof given === 'number'
    ? `${given}`
    : maskSample(typeof given === 'string' ? given : typeof given);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function wrong(field: string, rule: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', `The ${field} ${rule}.`, { details: { field } });
}
