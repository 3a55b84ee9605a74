import { TitansError } from '@titans/core';

/** Says at once that something cannot learn, and not from inside. @throws TitansError `INVALID_ARGUMENT`. */
export function requireFit(field: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'fit' in value && typeof value.fit === 'function')
    return;
  throw new TitansError('INVALID_ARGUMENT', `${field} must be something that learns, with a method fit.`, {
    details: { field },
  });
}
