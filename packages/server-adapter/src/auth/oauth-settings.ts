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
  /**
   * Address of this service as its clients write it, with the path it is mounted at, such as `https://api.example.com/titans`.
   * With it the service tells clients where to get a token (RFC 9728): `/.well-known/oauth-protected-resource/titans` of that host
   * answers with the issuer and its scopes, and refusals name it in `WWW-Authenticate`. `https://`, or `http://` of this
   * machine, without query and fragment; the issuer must be such an address too.
   */
  readonly resource?: string | undefined;
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
  readonly resource: string | null;
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
  resource: z.optional(name),
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
    resource: readResource(settings),
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
    // Keys that came over a line that others can change would let them sign.
    if (safeAddress(jwksUri) === null)
      throw invalidOption('auth.oauth.jwksUri', 'must be an https:// address');
    return { uri: jwksUri };
  }
  const keys = jwks?.keys ?? [];
  if (keys.some((key) => key.kty === 'oct' || 'd' in key)) {
    throw invalidOption('auth.oauth.jwks', 'must hold public keys alone');
  }
  return { set: { keys: keys.map((key) => ({ ...key, kty: String(key.kty) })) } };
}

/** RFC 9728, 1.2: a resource is an `https` address without a fragment. One with a query has no path of its own. */
function readResource({ resource, issuer }: OAuthSettings): string | null {
  if (resource === undefined) return null;
  const what = 'must be an https:// address without user, query and fragment';
  if (!isIdentifier(resource)) throw invalidOption('auth.oauth.resource', what);
  // RFC 8414, 2: clients ask it for what else they need.
  if (!isIdentifier(issuer)) throw invalidOption('auth.oauth.issuer', `${what} where there is a resource`);
  return resource;
}

function isIdentifier(text: string): boolean {
  const url = safeAddress(text);
  return url !== null && url.username === '' && url.password === '' && !/[?#\s]/.test(text);
}

/** An address that nobody on the way can answer for; `null` for any other. */
function safeAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal) ? url : null;
}

function pathOf(claim: string | readonly string[]): readonly string[] {
  return typeof claim === 'string' ? [claim] : claim;
}
