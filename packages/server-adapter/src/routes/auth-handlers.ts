import { type AccessTokens, accessTokenSeconds } from '../auth/access-tokens.js';
import type { BearerTokens } from '../auth/bearer-tokens.js';
import { grants } from '../auth/principal.js';
import { requestError } from '../http/problem.js';
import type { RouteHandlers } from './handlers.js';

/** What the routes of access tokens need. */
export interface AuthHandlerParts {
  /** Issues them. */
  readonly own: AccessTokens | null;
  /** Checks and revokes those of every issuer. */
  readonly tokens: BearerTokens | null;
}

/**
 * Handlers of the access tokens. Without a key to sign with, none are issued; without an issuer that is trusted, none are
 * revoked: then the routes do not exist.
 */
export function authHandlers({
  own,
  tokens,
}: AuthHandlerParts): Pick<RouteHandlers, 'authToken' | 'authRevoke'> {
  return {
    async authToken({ principal, note }) {
      if (own === null || own.issue === null) {
        throw requestError('ROUTE_NOT_FOUND', 'Access tokens are not issued here.');
      }
      if (principal?.kind !== 'api-key') {
        throw requestError('FORBIDDEN', 'Only an API key is exchanged for an access token.');
      }
      const { token, id } = await own.issue(principal);
      note({ token_id: id });
      return { access_token: token, token_type: 'bearer', expires_in: accessTokenSeconds };
    },

    async authRevoke({ principal, body, note }) {
      if (tokens === null) throw requestError('ROUTE_NOT_FOUND', 'Access tokens are not configured here.');
      const verdict = await tokens.verify(body.token);
      // RFC 7009, 2.2: a token that is already worthless is no error.
      if (verdict.state !== 'valid') return { revoked: false };
      const { id, tenant } = verdict.principal;
      const isOwn = principal?.id === id && principal.tenant === tenant;
      const isAdmin =
        principal !== null && principal.tenant === tenant && grants(principal.permissions, 'admin_access');
      if (!isOwn && !isAdmin) throw requestError('FORBIDDEN', 'The token belongs to another credential.');
      await tokens.revoke(verdict);
      note({ token_id: verdict.id });
      return { revoked: true };
    },
  };
}
