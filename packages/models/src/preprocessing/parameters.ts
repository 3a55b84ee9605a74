import { TitansError } from '@titans/core';
import { valueInWords } from '../value-in-words.js';

/** @throws TitansError `INVALID_ARGUMENT` for what is neither true nor false. */
export function flag(field: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  const found = valueInWords(value);
  throw new TitansError('INVALID_ARGUMENT', `${field} must be true or false, not ${found}.`, {
    details: { field, value: found },
  });
}
