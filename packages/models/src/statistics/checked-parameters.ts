import { TitansError } from '@titans/core';
import { valueInWords } from '../value-in-words.js';

/** A parameter of a distribution. @throws TitansError `INVALID_ARGUMENT` naming the field and its range. */
export function positiveUpTo(field: string, value: number, highest: number): void {
  if (value > 0 && value <= highest) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${field} must be a number above 0 and at most ${highest}, not ${valueInWords(value)}.`,
    { details: { field } },
  );
}

/** @throws TitansError `INVALID_ARGUMENT` for a probability outside 0 to 1. */
export function probabilityWithin(field: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${field} must be a probability from 0 to 1, not ${valueInWords(value)}.`,
    {
      details: { field },
    },
  );
}

/** @throws TitansError `INVALID_ARGUMENT` for NaN, which no distribution can place. */
export function notNaN(field: string, value: number): void {
  if (!Number.isNaN(value)) return;
  throw new TitansError('INVALID_ARGUMENT', `${field} is NaN; a distribution has no value there.`, {
    details: { field },
  });
}
