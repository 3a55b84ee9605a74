import { randomUUID } from 'node:crypto';
import type { Permission } from '@titans/core/contract';
import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../http/clock.js';
import type { Principal } from './principal.js';
import {
  isName,
  isPermission,
  isTenantName,
  isWellWritten,
  type TokenVerdict,
  type TokenVerifier,
} from './token-claims.js';
import type { TokenKey } from './token-keys.js';

/** Life of an access token. */
export const accessTokenSeconds = 1_800;

/** How access tokens are signed and whom they are for. */
export interface AccessTokenSettings {
  /** The first signs, if it can; all check. */
  readonly keys: readonly TokenKey[];
  readonly issuer: string;
  readonly audience: string;
  /** By which the clock of whoever signed may be ahead. */
  readonly clockToleranceSeconds: number;
}

/**
 * Issues and checks access tokens: JWT (RFC 7519), 30 minutes, `type: "access"`. Whether one was revoked is asked
 * elsewhere.
 */
export interface AccessTokens extends TokenVerifier {
  /** `null` where no key signs. */
  readonly issue: ((principal: Principal) => Promise<IssuedToken>) | null;
}

/** A token that was made. */
export interface IssuedToken {
  readonly token: string;
  /** Its `jti`, under which it is revoked. */
  readonly id: string;
}

/**
 * Makes the tokens of a set of keys.
 *
 * A token names its key (`kid`), and is checked against that key alone, by the algorithm of that key; one that names none
 * is checked against the key without an id, if there is one. Required are `iss`, `aud`, `sub`, `jti`, `iat`, `nbf`, `exp`,
 * `type` and `permissions`; `tenant` is the default one unless it is told. `client_id` (RFC 9068) names the API key that it
 * was made with.
 */
export function accessTokens(settings: AccessTokenSettings, clock: Clock): AccessTokens {
  const { keys, issuer, audience, clockToleranceSeconds } = settings;
  const algorithms = [...new Set(keys.map(({ algorithm }) => algorithm))];
  const [first] = keys;
  const issue = first === undefined || first.signWith === null ? null : issuing(first, first.signWith);

  function issuing(
    { id: kid, algorithm: alg }: TokenKey,
    signWith: NonNullable<TokenKey['signWith']>,
  ): NonNullable<AccessTokens['issue']> {
    const header = { alg, typ: 'JWT', ...(kid === null ? {} : { kid }) };
    return async (principal) => {
      const now = Math.floor(clock.now() / 1_000);
      const id = randomUUID();
      const claims = {
        type: 'access',
        permissions: [...principal.permissions],
        tenant: principal.tenant,
        client_id: principal.id,
      };
      const token = await new SignJWT(claims)
        .setProtectedHeader(header)
        .setSubject(principal.id)
        .setJti(id)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + accessTokenSeconds)
        .sign(signWith);
      return { token, id };
    };
  }

  function keyOf({ kid, alg }: JWTHeaderParameters): TokenKey['verifyWith'] {
    const key = keys.find(({ id }) => id === (kid ?? null));
    if (key === undefined || key.algorithm !== alg) throw new errors.JWKSNoMatchingKey();
    return key.verifyWith;
  }

  async function verify(token: string): Promise<TokenVerdict> {
    let payload: Awaited<ReturnType<typeof jwtVerify>>['payload'];
    const now = clock.now();
    try {
      ({ payload } = await jwtVerify(token, keyOf, {
        algorithms,
        issuer,
        audience,
        requiredClaims: ['sub', 'jti', 'exp', 'nbf', 'iat'],
        maxTokenAge: accessTokenSeconds,
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now),
      }));
    } catch (error) {
      return { state: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
    }
    const { sub, jti, iat = 0, exp = Number.POSITIVE_INFINITY, type, tenant = 'default' } = payload;
    const { client_id: keyId } = payload;
    const granted = readPermissions(payload.permissions);
    const isShortLived = exp - iat <= accessTokenSeconds;
    if (
      type !== 'access' ||
      !isName(sub) ||
      !isName(jti) ||
      !isTenantName(tenant) ||
      !(keyId === undefined || isName(keyId)) ||
      !isShortLived ||
      granted === null ||
      !isWellWritten(token)
    ) {
      return { state: 'invalid' };
    }
    const expiresAt = exp * 1_000;
    if (expiresAt <= now) return { state: 'expired' };
    const principal: Principal = { id: sub, kind: 'access-token', tenant, permissions: granted };
    return { state: 'valid', id: jti, keyId: keyId ?? null, expiresAt, principal };
  }

  return { issuer, verify, issue };
}

function readPermissions(claim: unknown): ReadonlySet<Permission> | null {
  return Array.isArray(claim) && claim.every(isPermission) ? new Set(claim) : null;
}
