import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '@titans/core';
import { type Permission, permissions } from '@titans/core/contract';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../http/clock.js';
import type { Principal } from './principal.js';

/** Life of an access token. */
export const accessTokenSeconds = 1_800;

/** How access tokens are signed and whom they are for. */
export interface AccessTokenSettings {
  /** At least 32 bytes. */
  readonly secret: string;
  readonly issuer: string;
  readonly audience: string;
}

/** What a token turned out to be. `expired` and `revoked` tokens were genuine; `invalid` ones were not. */
export type TokenVerdict =
  | {
      readonly state: 'valid';
      readonly principal: Principal;
      readonly id: string;
      readonly expiresAt: number;
    }
  | { readonly state: 'expired' | 'revoked' | 'invalid' };

/** Issues, checks and revokes access tokens: JWT (RFC 7519), HS256 only, 30 minutes, `type: "access"`. */
export interface AccessTokens {
  issue(principal: Principal): Promise<string>;
  verify(token: string): Promise<TokenVerdict>;
  /** Makes a token that was found valid fail from now on. */
  revoke(verdict: Extract<TokenVerdict, { state: 'valid' }>): Promise<void>;
}

/** Makes the tokens of one secret. Revocations are kept in the store until the token would have expired. */
export function accessTokens(
  settings: AccessTokenSettings,
  store: KeyValueStore,
  clock: Clock,
): AccessTokens {
  const key = new TextEncoder().encode(settings.secret);
  const revocationKey = (id: string): string => `titans:revoked:${id}`;

  return {
    issue(principal) {
      const now = Math.floor(clock.now() / 1_000);
      return new SignJWT({
        type: 'access',
        permissions: [...principal.permissions],
        tenant: principal.tenant,
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(principal.id)
        .setJti(randomUUID())
        .setIssuer(settings.issuer)
        .setAudience(settings.audience)
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + accessTokenSeconds)
        .sign(key);
    },

    async verify(token) {
      let payload: Awaited<ReturnType<typeof jwtVerify>>['payload'];
      try {
        ({ payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: settings.issuer,
          audience: settings.audience,
          requiredClaims: ['sub', 'jti', 'exp', 'iat'],
          maxTokenAge: accessTokenSeconds,
          currentDate: new Date(clock.now()),
        }));
      } catch (error) {
        return { state: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
      }
      const { sub, jti, iat = 0, exp = Number.POSITIVE_INFINITY, type, tenant } = payload;
      const granted = readPermissions(payload.permissions);
      const isShortLived = exp - iat <= accessTokenSeconds;
      if (
        type !== 'access' ||
        !isName(sub) ||
        !isName(jti) ||
        !isName(tenant) ||
        !isShortLived ||
        granted === null
      ) {
        return { state: 'invalid' };
      }
      if ((await store.get(revocationKey(jti))) !== null) return { state: 'revoked' };
      return {
        state: 'valid',
        id: jti,
        expiresAt: exp * 1_000,
        principal: { id: sub, kind: 'access-token', tenant, permissions: granted },
      };
    },

    async revoke(verdict) {
      const remainingMs = Math.max(1, verdict.expiresAt - clock.now());
      await store.set(revocationKey(verdict.id), '1', { ttlMs: remainingMs });
    },
  };
}

/** Names go into keys of stores, whose length is limited; what is signed elsewhere may hold anything. */
function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.length >= 1 && claim.length <= 256;
}

const knownPermissions: ReadonlySet<unknown> = new Set(permissions);

function isPermission(value: unknown): value is Permission {
  return knownPermissions.has(value);
}

function readPermissions(claim: unknown): ReadonlySet<Permission> | null {
  return Array.isArray(claim) && claim.every(isPermission) ? new Set(claim) : null;
}
