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

/** @throws TitansError `INVALID_ARGUMENT` for what holds no list of texts. */
export function requireTexts(x: { readonly texts: readonly string[] }): void {
  if (typeof x === 'object' && x !== null && Array.isArray(x.texts)) return;
  throw new TitansError('INVALID_ARGUMENT', 'Texts are given as { texts }, a list of strings.', {
    details: { field: 'texts' },
  });
}
