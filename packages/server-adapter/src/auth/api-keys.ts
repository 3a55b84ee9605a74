import { createHash, timingSafeEqual } from 'node:crypto';
import type { Permission } from '@titans/core/contract';
import type { Principal } from './principal.js';

/** An API key as the server keeps it: never the key itself. */
export interface StoredApiKey {
  readonly id: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly hash: Uint8Array;
  readonly permissions: readonly Permission[];
  readonly tenant: string;
}

/** SHA-256 of a key. Keys are random, so that a slow password hash would add nothing. */
export function hashApiKey(key: string): Uint8Array {
  return createHash('sha256').update(key, 'utf8').digest();
}

/**
 * Looks keys up. Every stored key is compared, in constant time each, so that the time tells neither which key nor
 * how much of it matched.
 */
export function apiKeyVerifier(keys: readonly StoredApiKey[]): (presented: string) => Principal | null {
  const entries = keys.map((key) => ({
    hash: key.hash,
    principal: {
      id: key.id,
      kind: 'api-key',
      tenant: key.tenant,
      permissions: new Set(key.permissions),
    } satisfies Principal,
  }));
  return (presented) => {
    const hash = hashApiKey(presented);
    let found: Principal | null = null;
    for (const entry of entries) if (timingSafeEqual(entry.hash, hash)) found = entry.principal;
    return found;
  };
}
