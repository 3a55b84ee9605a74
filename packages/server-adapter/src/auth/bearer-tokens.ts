import { hash } from 'node:crypto';
import type { KeyValueStore } from '@titans/core';
import { type Clock, isRecent } from '../http/clock.js';
import { recentMap } from '../limits/recent-map.js';
import type { ApiKeyVerifier } from './api-keys.js';
import { keyStalenessMs } from './key-ring.js';
import { namedIssuer, type TokenVerdict, type TokenVerifier, type ValidToken } from './token-claims.js';

/** Checks tokens of every issuer that is trusted, and revokes them. */
export interface BearerTokens {
  /**
   * @throws TitansError `STORE_UNAVAILABLE` if it cannot be found out whether the token was revoked, `ISSUER_UNAVAILABLE` if
   * the keys of its issuer cannot be fetched.
   */
  verify(token: string): Promise<TokenVerdict>;
  /** Makes a token that was found valid fail from now on; in other processes within five seconds. */
  revoke(verdict: ValidToken): Promise<void>;
}

/** What tokens are checked with. */
export interface BearerTokenParts {
  readonly verifiers: readonly TokenVerifier[];
  /** Asked whether the API key works that a token was made with. */
  readonly keys: Pick<ApiKeyVerifier, 'isActive'>;
  /** Keeps revocations. */
  readonly store: KeyValueStore;
  readonly clock: Clock;
}

const maxRemembered = 10_000;

interface Remembered {
  readonly verdict: ValidToken;
  readonly checkedAt: number;
}

/**
 * Hands a token to the verifier of the issuer that it names, which checks that it is the issuer. What was found valid is
 * remembered for up to five seconds, so that neither signature nor store is asked at every request. Revocations are kept
 * until the token would have expired.
 */
export function bearerTokens({ verifiers, keys, store, clock }: BearerTokenParts): BearerTokens {
  const remembered = recentMap<Remembered>(maxRemembered);
  /** By id and not by text, since of some tokens others can be made that are as right. */
  const revokedHere = recentMap<true>(maxRemembered);

  async function check(token: string): Promise<TokenVerdict> {
    const issuer = namedIssuer(token);
    const verifier = verifiers.find((candidate) => candidate.issuer === issuer);
    if (verifier === undefined) return { state: 'invalid' };
    const verdict = await verifier.verify(token);
    if (verdict.state !== 'valid') return verdict;
    const isRevoked = (await store.get(revocationKey(verdict))) !== null || revokedHere.get(verdict.id);
    return isRevoked ? { state: 'revoked' } : verdict;
  }

  function recall(name: string): ValidToken | null {
    const known = remembered.get(name);
    if (known === undefined || revokedHere.get(known.verdict.id)) return null;
    const now = clock.now();
    const isFresh = isRecent(known.checkedAt, keyStalenessMs, now);
    return isFresh && now < known.verdict.expiresAt ? known.verdict : null;
  }

  return {
    async verify(token) {
      const name = nameOf(token);
      const known = recall(name);
      const checkedAt = clock.now();
      const verdict = known ?? (await check(token));
      if (verdict.state !== 'valid') return verdict;
      if (known === null) remembered.put(name, { verdict, checkedAt });
      const { keyId, principal } = verdict;
      if (keyId !== null && !(await keys.isActive(keyId, principal.tenant))) return { state: 'revoked' };
      return verdict;
    },
    async revoke(verdict) {
      const remainingMs = Math.max(1, verdict.expiresAt - clock.now());
      await store.set(revocationKey(verdict), '1', { ttlMs: remainingMs });
      revokedHere.put(verdict.id, true);
    },
  };
}

const revocationKey = ({ id }: ValidToken): string => `revoked:${id}`;

/** Tokens themselves are not kept. */
function nameOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
