import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a key. Keys are random, so that a slow password hash would add nothing. */
export function hashApiKey(key: string): Uint8Array {
  return hash('sha256', key, 'buffer');
}

/** Whether two SHA-256 are the same, in a time that does not tell where they differ. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return timingSafeEqual(one, other);
}
