import type { Permission } from '@titans/core/contract';
import type { CheckedOAuth } from './oauth-settings.js';

/** Values of `WWW-Authenticate` (RFC 6750, 3; RFC 9728, 5.1). */
export interface Challenge {
  /** To a request without a credential, which is not told what is wrong with it. */
  readonly noToken: string;
  readonly invalidToken: string;
  /** To a credential without that permission: names the scope that grants it. */
  insufficientScope(access: Permission): string;
}

/**
 * Makes the challenges of a service. Where it has an authorization server, a scope is one of that server's: of those that grant the
 * permission, the one that grants least; none is named where none does.
 *
 * @param resource Where its metadata is.
 */
export function challengeOf(
  oauth: CheckedOAuth | null,
  resource: { readonly metadataUrl: string } | null,
): Challenge {
  const parameters = (pairs: readonly (readonly [name: string, value: string | undefined])[]): string =>
    `Bearer ${[['realm', 'titans'] as const, ...pairs, ['resource_metadata', resource?.metadataUrl] as const]
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]))
      .join(', ')}`;
  return {
    noToken: parameters([]),
    invalidToken: parameters([['error', 'invalid_token']]),
    insufficientScope: (access) =>
      parameters([
        ['error', 'insufficient_scope'],
        ['scope', oauth === null ? access : scopeFor(oauth, access)],
      ]),
  };
}

/** Whether a text can be a scope (RFC 6749, 3.3). */
export function isScopeToken(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}

function scopeFor({ scopes }: CheckedOAuth, access: Permission): string | undefined {
  const granting = [...scopes].filter(
    ([scope, held]) => isScopeToken(scope) && (held.includes(access) || held.includes('admin_access')),
  );
  // Of scopes that grant as many, the one that is named first.
  return granting.toSorted(([, one], [, other]) => breadth(one) - breadth(other))[0]?.[0];
}

/** `admin_access` grants all. */
function breadth(held: readonly Permission[]): number {
  return held.includes('admin_access') ? Number.MAX_SAFE_INTEGER : held.length;
}
