import { isTitansError, TitansError } from '../errors/titans-error.js';
import type { SetOptions } from './key-value-store.js';

const maxKeyLength = 1_024;
/** What a database or a protocol that stores text cannot keep: NUL, and halves of surrogate pairs. */
const unkeepable = /[\0\p{Cs}]/u;
/** About 300 years: a longer time to live is as good as none. */
const longestTtlMs = 1e13;

/** @throws TitansError `KEY_INVALID` unless the key has 1 to 1,024 characters, none of them NUL or half a character. */
export function requireKey(key: string): void {
  if (key.length < 1 || key.length > maxKeyLength) {
    throw new TitansError('KEY_INVALID', `A key has 1 to ${maxKeyLength} characters, not ${key.length}.`);
  }
  if (unkeepable.test(key)) {
    throw new TitansError(
      'KEY_INVALID',
      'A key must be well-formed text without NUL. Encode other keys, for example with encodeURIComponent.',
    );
  }
}

/**
 * The time to live in whole milliseconds, rounded up, or `null` for a value that is kept for ever.
 *
 * @throws TitansError `INVALID_ARGUMENT` if it is not positive.
 */
export function ttlMsOf({ ttlMs }: SetOptions): number | null {
  if (ttlMs === undefined) return null;
  if (!(ttlMs > 0)) {
    throw new TitansError('INVALID_ARGUMENT', `ttlMs must be positive, not ${ttlMs}.`, {
      details: { field: 'ttlMs' },
    });
  }
  return ttlMs > longestTtlMs ? null : Math.ceil(ttlMs);
}

/** The error for a counter that would not stay a whole number that JavaScript holds exactly. */
export function counterError(): TitansError {
  return new TitansError('INVALID_ARGUMENT', 'A counter and what is added to it must be safe integers.', {
    details: { field: 'by' },
  });
}

/** The error for a store that was closed. */
export function closedStoreError(): TitansError {
  return new TitansError('STORE_UNAVAILABLE', 'The store is closed.');
}

/** What a store in a database says of an error of the database. */
export function asStoreError(error: unknown): unknown {
  if (!isTitansError(error, 'DATABASE_UNAVAILABLE')) return error;
  return new TitansError('STORE_UNAVAILABLE', error.message, { cause: error });
}
