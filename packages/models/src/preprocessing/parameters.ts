import { TitansError } from '@titans/core';

/** @throws TitansError `INVALID_ARGUMENT` for what is neither true nor false. */
export function flag(field: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be true or false, not ${String(value)}.`, {
    details: { field, value: String(value) },
  });
}
