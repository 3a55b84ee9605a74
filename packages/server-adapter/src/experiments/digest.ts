import { createHash } from 'node:crypto';

/** Names for keys of stores, of what may hold anything, as accounts and transactions. */
export function digestOf(name: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(name)).digest('base64url');
}
