import { Buffer } from 'node:buffer';
import { type Permission, permissions } from '@titans/core/contract';
import { tenantNamePattern } from '../tenants/tenant-settings.js';
import type { Principal } from './principal.js';

/** What a token turned out to be. `expired` and `revoked` tokens were genuine; `invalid` ones were not. */
export type TokenVerdict = ValidToken | { readonly state: 'expired' | 'revoked' | 'invalid' };

/** A token that is accepted. */
export interface ValidToken {
  readonly state: 'valid';
  readonly principal: Principal;
  /** Under which it is revoked. */
  readonly id: string;
  /** API key that it was made with: it fails when that key does. */
  readonly keyId: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A kind of tokens, told apart from others by its issuer. */
export interface TokenVerifier {
  readonly issuer: string;
  /** @throws TitansError `ISSUER_UNAVAILABLE` if the keys of the issuer cannot be fetched. */
  verify(token: string): Promise<TokenVerdict>;
}

/** Seconds by which the clock of the issuer may be ahead, unless told. It never lengthens the life of a token. */
export const defaultClockToleranceSeconds = 5;

/** A name goes into logs and keys of stores: 1 to 256 characters, none of which controls anything. */
export function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && /^[^\p{C}]{1,256}$/u.test(claim);
}

/** Names of tenants, as the configuration may have them. */
export function isTenantName(claim: unknown): claim is string {
  return typeof claim === 'string' && tenantNamePattern.test(claim);
}

const knownPermissions: ReadonlySet<unknown> = new Set(permissions);

/** Whether it is one of the five permissions. */
export function isPermission(value: unknown): value is Permission {
  return knownPermissions.has(value);
}

/**
 * Whether a token whose signature is right is written in the one way that it should be: base64url without bits that nobody
 * reads (RFC 4648, section 3.5), and objects without two members of one name. RFC 7519, section 4, lets a reader take the
 * last of those or refuse; where two readers take different ones, a token means two things.
 */
export function isWellWritten(token: string): boolean {
  const parts = token.split('.').map((part) => ({ part, bytes: Buffer.from(part, 'base64url') }));
  return (
    parts.every(({ part, bytes }) => bytes.toString('base64url') === part) &&
    parts.slice(0, 2).every(({ bytes }) => hasDistinctMembers(bytes.toString('utf8')))
  );
}

function hasDistinctMembers(json: string): boolean {
  const colons = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').match(/:/g)?.length ?? 0;
  return colons === membersOf(JSON.parse(json));
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children = Object.values(value);
  const inside = children.reduce((sum: number, child) => sum + membersOf(child), 0);
  return Array.isArray(value) ? inside : children.length + inside;
}

/** The issuer that a token names, unchecked; `null` if it names none. */
export function namedIssuer(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(token.split('.', 2)[1] ?? '', 'base64url').toString('utf8'),
    );
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : null;
    return typeof issuer === 'string' ? issuer : null;
  } catch {
    return null;
  }
}
