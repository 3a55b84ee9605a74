import { TitansError } from '@titans/core';
import { valueInWords } from '../value-in-words.js';

/** A whole number within bounds. @throws TitansError `INVALID_ARGUMENT` naming the field and its range. */
export function integerWithin(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw outOfRange(field, value, `a whole number from ${min} to ${max}`);
  }
  return value;
}

/** A number within closed bounds. @throws TitansError `INVALID_ARGUMENT` naming the field and its range. */
export function numberWithin(field: string, value: number, min: number, max: number): number {
  if (!(typeof value === 'number' && value >= min && value <= max)) {
    throw outOfRange(field, value, `a number from ${min} to ${max}`);
  }
  return value;
}

/** A number strictly between two bounds. @throws TitansError `INVALID_ARGUMENT` naming the field and its range. */
export function numberBetween(field: string, value: number, above: number, below: number): number {
  if (!(typeof value === 'number' && value > above && value < below)) {
    throw outOfRange(field, value, `a number above ${above} and below ${below}`);
  }
  return value;
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no function. */
export function requireFunction(field: string, value: unknown): void {
  if (typeof value !== 'function') throw outOfRange(field, value, 'a function');
}

/** @throws TitansError `INVALID_ARGUMENT` for what is neither true nor false, such as the text of one. */
export function trueOrFalse(field: string, value: boolean): boolean {
  if (typeof value !== 'boolean') throw outOfRange(field, JSON.stringify(value), 'true or false');
  return value;
}

/** One of a few words. @throws TitansError `INVALID_ARGUMENT` naming the field and the words. */
export function oneOf<T extends string | boolean>(field: string, value: T, choices: readonly T[]): T {
  if (!choices.includes(value)) throw outOfRange(field, value, `one of ${choices.join(', ')}`);
  return value;
}

/** @throws TitansError `INVALID_ARGUMENT` for a parameter that the factory does not know, so that no typing error passes. */
export function refuseUnknownParameters(factory: string, given: object, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `${factory} takes its parameters as an object, not ${valueInWords(given)}.`,
    );
  }
  for (const field of Object.keys(given)) {
    if (!known.includes(field)) {
      throw new TitansError(
        'INVALID_ARGUMENT',
        `${factory} has no parameter "${field}". It takes ${known.join(', ')}.`,
        { details: { field } },
      );
    }
  }
}

function outOfRange(field: string, value: unknown, expected: string): TitansError {
  const found = valueInWords(value);
  return new TitansError('INVALID_ARGUMENT', `${field} must be ${expected}, not ${found}.`, {
    details: { field, value: found },
  });
}
