import { hash } from 'node:crypto';
import { isTitansError } from '@titans/core';
import type { Permission } from '@titans/core/contract';
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import { remoteKeys } from './issuer-keys.js';
import type { CheckedOAuth } from './oauth-settings.js';
import {
  isName,
  isTenantName,
  isWellWritten,
  type TokenVerdict,
  type TokenVerifier,
} from './token-claims.js';

/**
 * Checks access tokens of an OAuth 2 authorization server: JWT with `iss`, `aud`, `sub`, `exp` and `iat`, signed by a key
 * that the issuer publishes. The caller is named `oauth:` and the subject, which no API key can be named.
 *
 * @throws TitansError from `verify`: `ISSUER_UNAVAILABLE`, and `FORBIDDEN` for a genuine token that names no tenant where
 * one is asked for.
 */
export function oauthTokens(settings: CheckedOAuth, clock: Clock): TokenVerifier {
  const { issuer, audience, scopes, tenantClaim, maxLifeSeconds } = settings;
  const keys =
    'uri' in settings.keys ? remoteKeys(settings.keys.uri, clock) : createLocalJWKSet(settings.keys.set);

  function permissionsOf(claims: JWTPayload): ReadonlySet<Permission> {
    const claim = claimAt(claims, settings.scopeClaim);
    const listed = typeof claim === 'string' ? claim.split(' ') : claim;
    const names: readonly unknown[] = Array.isArray(listed) ? listed : [];
    return new Set(names.flatMap((scope) => (typeof scope === 'string' ? (scopes.get(scope) ?? []) : [])));
  }

  function tenantOf(claims: JWTPayload): string {
    if (tenantClaim === null) return 'default';
    const tenant = claimAt(claims, tenantClaim);
    if (isTenantName(tenant)) return tenant;
    throw requestError('FORBIDDEN', 'The access token names no tenant.');
  }

  async function verify(token: string): Promise<TokenVerdict> {
    const now = clock.now();
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        algorithms: [...settings.algorithms],
        issuer,
        audience,
        requiredClaims: ['sub', 'exp', 'iat'],
        maxTokenAge: maxLifeSeconds,
        clockTolerance: settings.clockToleranceSeconds,
        currentDate: new Date(now),
        ...(settings.tokenType === null ? {} : { typ: settings.tokenType }),
      }));
    } catch (error) {
      if (isTitansError(error)) throw error;
      return { state: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
    }
    const { sub, iat = 0, exp = Number.POSITIVE_INFINITY } = payload;
    if (!isName(sub) || exp - iat > maxLifeSeconds || !isWellWritten(token)) return { state: 'invalid' };
    const expiresAt = exp * 1_000;
    if (expiresAt <= now) return { state: 'expired' };
    return {
      state: 'valid',
      id: `oauth:${digestOf(token)}`,
      keyId: null,
      expiresAt,
      principal: {
        id: `oauth:${sub}`,
        kind: 'access-token',
        tenant: tenantOf(payload),
        permissions: permissionsOf(payload),
      },
    };
  }

  return { issuer, verify };
}

function claimAt(claims: JWTPayload, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** Of what is signed: of some signatures another one can be made that is as right, by anyone. */
function digestOf(token: string): string {
  return hash('sha256', token.slice(0, token.lastIndexOf('.')), 'base64url');
}
