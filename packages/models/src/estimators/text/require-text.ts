import { TitansError } from '@titans/core';

/** @throws TitansError `INVALID_ARGUMENT` for what is no string, as plain JavaScript lets through. */
export function requireText(field: string, value: string): void {
  if (typeof value === 'string') return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${field} must be a string, not ${value === null ? 'null' : typeof value}.`,
    { details: { field } },
  );
}
