import type { Permission } from '@titans/core/contract';
import { apiKeyIdOf } from './api-key-text.js';
import { hashApiKey, isSameHash } from './key-hash.js';
import type { KeyRing } from './key-ring.js';
import type { Principal } from './principal.js';

/** An API key of the configuration as the server keeps it: never the key itself. */
export interface StoredApiKey {
  readonly id: string;
  /** SHA-256 of the key, 32 bytes. */
  readonly hash: Uint8Array;
  readonly permissions: readonly Permission[];
  readonly tenant: string;
}

/** Finds out whose an API key is. */
export interface ApiKeyVerifier {
  /** @throws TitansError `STORE_UNAVAILABLE` if the key is one of the store, and the store cannot say. */
  verify(presented: string): Principal | null | Promise<Principal | null>;
  /**
   * Whether it was right once: a key of the store, with its secret, that has expired, was revoked or was replaced.
   *
   * @throws TitansError `STORE_UNAVAILABLE`.
   */
  hasEnded(presented: string): boolean | Promise<boolean>;
  /**
   * Whether the key of that id works, for tokens that were made with it.
   *
   * @throws TitansError `STORE_UNAVAILABLE`.
   */
  isActive(id: string, tenant: string): boolean | Promise<boolean>;
}

/**
 * Looks keys up. A key of our form is asked for by its id, and compared in constant time; an id that nobody has costs the
 * same comparison. Keys of the configuration may have any form: every one is compared, in constant time each, so that
 * the time tells neither which key nor how much of it matched.
 *
 * @param ring Keys of the store; `null` without one.
 */
export function apiKeyVerifier(configured: readonly StoredApiKey[], ring: KeyRing | null): ApiKeyVerifier {
  const entries = configured.map((key) => ({
    hash: key.hash,
    principal: {
      id: key.id,
      kind: 'api-key',
      tenant: key.tenant,
      permissions: new Set(key.permissions),
    } satisfies Principal,
  }));

  function findConfigured(presented: Uint8Array): Principal | null {
    let found: Principal | null = null;
    for (const entry of entries) if (isSameHash(entry.hash, presented)) found = entry.principal;
    return found;
  }

  return {
    verify(presented) {
      const presentedHash = hashApiKey(presented);
      const found = findConfigured(presentedHash);
      if (found !== null || ring === null) return found;
      const id = apiKeyIdOf(presented);
      return id === null ? null : ring.verify(id, presentedHash);
    },
    hasEnded(presented) {
      const id = apiKeyIdOf(presented);
      return id === null || ring === null ? false : ring.hasSecret(id, hashApiKey(presented));
    },
    isActive(id, tenant) {
      if (configured.some((key) => key.id === id && key.tenant === tenant)) return true;
      return ring === null ? false : ring.isActive(id, tenant);
    },
  };
}
