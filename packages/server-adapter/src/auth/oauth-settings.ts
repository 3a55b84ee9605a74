import { type Permission, permissions } from '@titans/core/contract';
import type { JSONWebKeySet } from 'jose';
import * as z from 'zod/mini';
import { invalidOption } from '../config/option-schemas.js';
import { defaultClockToleranceSeconds } from './token-claims.js';

/** Algorithms that an issuer may sign with: none whose key is a secret that both sides have. */
export const oauthAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
export type OAuthAlgorithm = (typeof oauthAlgorithms)[number];

/** Tokens of an OAuth 2 authorization server that are accepted (RFC 6750, RFC 9068). */
export interface OAuthSettings {
  /** As tokens say it in `iss`, to the last character. */
  readonly issuer: string;
  /** One of the `aud` of a token. */
  readonly audience: string;
  /** Where the issuer publishes its keys: `https://`, or `http://` of this machine. */
  readonly jwksUri?: string | undefined;
  /** Instead: the keys themselves. */
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | undefined;
  /** All four unless told. */
  readonly algorithms?: readonly OAuthAlgorithm[] | undefined;
  /** Claim that holds the scopes, as a text with spaces or as a list: `"scope"` unless told, or its path. */
  readonly scopeClaim?: string | readonly string[] | undefined;
  /** What a scope permits. Unless told, a scope permits what it is named after, such as `create_predictions`. */
  readonly scopes?: Readonly<Record<string, readonly Permission[]>> | undefined;
  /** Claim that names the tenant; all tokens are of the default tenant unless told. */
  readonly tenantClaim?: string | readonly string[] | undefined;
  /** `typ` that tokens must have, such as `"at+jwt"` (RFC 9068); any unless told. */
  readonly tokenType?: string | undefined;
  /** Seconds between `iat` and `exp`, 86,400 unless told; tokens that live longer are refused. */
  readonly maxLifeSeconds?: number | undefined;
  /** Seconds by which the issuer's clock may be ahead, 0 to 60, 5 unless told. */
  readonly clockToleranceSeconds?: number | undefined;
}

/** The same, complete. */
export interface CheckedOAuth {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: { readonly uri: string } | { readonly set: JSONWebKeySet };
  readonly algorithms: readonly OAuthAlgorithm[];
  readonly scopeClaim: readonly string[];
  readonly scopes: ReadonlyMap<string, readonly Permission[]>;
  readonly tenantClaim: readonly string[] | null;
  readonly tokenType: string | null;
  readonly maxLifeSeconds: number;
  readonly clockToleranceSeconds: number;
}

const name = z.string().check(z.minLength(1));
const claimPath = z.optional(z.union([name, z.array(name).check(z.minLength(1))]));

export const clockTolerance: z.ZodMiniType<number | undefined> = z.optional(
  z.int().check(z.gte(0), z.lte(60)),
);

export const oauthSchema: z.ZodMiniType = z.strictObject({
  issuer: name,
  audience: name,
  jwksUri: z.optional(name),
  jwks: z.optional(z.object({ keys: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)) })),
  algorithms: z.optional(z.array(z.enum(oauthAlgorithms)).check(z.minLength(1))),
  scopeClaim: claimPath,
  scopes: z.optional(z.record(name, z.array(z.enum(permissions)))),
  tenantClaim: claimPath,
  tokenType: z.optional(name),
  maxLifeSeconds: z.optional(z.int().check(z.gte(1))),
  clockToleranceSeconds: clockTolerance,
});

const defaultMaxLifeSeconds = 86_400;

/**
 * Completes what the schema has let pass.
 *
 * @throws TitansError `CONFIG_INVALID`.
 */
export function readOAuth(settings: OAuthSettings): CheckedOAuth {
  const { issuer, audience, scopes, scopeClaim = 'scope', tenantClaim, tokenType } = settings;
  return {
    issuer,
    audience,
    keys: readKeys(settings),
    algorithms: settings.algorithms ?? oauthAlgorithms,
    scopeClaim: pathOf(scopeClaim),
    scopes: new Map(
      scopes === undefined
        ? permissions.map((permission) => [permission, [permission]])
        : Object.entries(scopes),
    ),
    tenantClaim: tenantClaim === undefined ? null : pathOf(tenantClaim),
    tokenType: tokenType ?? null,
    maxLifeSeconds: settings.maxLifeSeconds ?? defaultMaxLifeSeconds,
    clockToleranceSeconds: settings.clockToleranceSeconds ?? defaultClockToleranceSeconds,
  };
}

function readKeys({ jwksUri, jwks }: OAuthSettings): CheckedOAuth['keys'] {
  if ((jwksUri === undefined) === (jwks === undefined)) {
    throw invalidOption('auth.oauth', 'must have either jwksUri or jwks');
  }
  if (jwksUri !== undefined) {
    requireSafeAddress(jwksUri);
    return { uri: jwksUri };
  }
  const keys = jwks?.keys ?? [];
  if (keys.some((key) => key.kty === 'oct' || 'd' in key)) {
    throw invalidOption('auth.oauth.jwks', 'must hold public keys alone');
  }
  return { set: { keys: keys.map((key) => ({ ...key, kty: String(key.kty) })) } };
}

/** Keys that came over a line that others can change would let them sign. */
function requireSafeAddress(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return;
  throw invalidOption('auth.oauth.jwksUri', 'must be an https:// address');
}

function pathOf(claim: string | readonly string[]): readonly string[] {
  return typeof claim === 'string' ? [claim] : claim;
}
