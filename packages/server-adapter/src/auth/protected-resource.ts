import type { Route } from '../http/router.js';
import type { RouteHandle } from '../plugins/all-routes.js';
import { isScopeToken } from './challenge.js';
import type { CheckedOAuth } from './oauth-settings.js';

/** How clients find out where to get a token for this service (RFC 9728). */
export interface ProtectedResource {
  /** Address of the metadata. */
  readonly metadataUrl: string;
  /** Answers it. Its path is that of the whole address: a well-known path stands at the root of a host, above all mount points. */
  readonly route: Route<RouteHandle>;
}

/** What stands between host and path of a resource (RFC 9728, 3; RFC 8615). */
const wellKnown = '/.well-known/oauth-protected-resource';

/** Makes the metadata of the resource that the settings name; `null` where they name none. */
export function protectedResource(oauth: CheckedOAuth | null): ProtectedResource | null {
  if (oauth === null || oauth.resource === null) return null;
  const { resource, issuer, scopes } = oauth;
  const { origin, pathname } = new URL(resource);
  // A slash that ends the host is left out, one that ends the path belongs to it.
  const path = `${wellKnown}${pathname === '/' ? '' : pathname}` as const;
  const text = JSON.stringify({
    // As it was given, to the last character: clients compare it (RFC 9728, 3.3).
    resource,
    authorization_servers: [issuer],
    scopes_supported: [...scopes.keys()].filter(isScopeToken),
    bearer_methods_supported: ['header'],
  });
  return {
    metadataUrl: `${origin}${path}`,
    route: {
      name: 'oauthProtectedResource',
      contract: {
        method: 'GET',
        path,
        summary: 'Where to get a token for this service (RFC 9728).',
        tag: 'access',
        access: 'public',
        cost: 0,
        limitClass: 'standard',
        idempotency: 'safe',
        isCacheable: false,
        response: 'application/json',
      },
      handle: () => ({ text, isStatic: true }),
    },
  };
}
