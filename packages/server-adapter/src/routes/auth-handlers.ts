import { type AccessTokens, accessTokenSeconds } from '../auth/access-tokens.js';
import { grants } from '../auth/principal.js';
import { requestError } from '../http/problem.js';
import type { RouteHandlers } from './handlers.js';

/** Handlers of the access tokens. Without a secret to sign with, the routes do not exist. */
export function authHandlers(tokens: AccessTokens | null): Pick<RouteHandlers, 'authToken' | 'authRevoke'> {
  function required(): AccessTokens {
    if (tokens === null) throw requestError('ROUTE_NOT_FOUND', 'Access tokens are not configured here.');
    return tokens;
  }

  return {
    async authToken({ principal }) {
      const issuer = required();
      if (principal?.kind !== 'api-key') {
        throw requestError('FORBIDDEN', 'Only an API key is exchanged for an access token.');
      }
      return {
        access_token: await issuer.issue(principal),
        token_type: 'bearer',
        expires_in: accessTokenSeconds,
      };
    },

    async authRevoke({ principal, body }) {
      const issuer = required();
      const verdict = await issuer.verify(body.token);
      // RFC 7009, 2.2: a token that is already worthless is no error.
      if (verdict.state !== 'valid') return { revoked: false };
      const isOwn = principal?.id === verdict.principal.id;
      if (!isOwn && !(principal && grants(principal.permissions, 'admin_access'))) {
        throw requestError('FORBIDDEN', 'The token belongs to another credential.');
      }
      await issuer.revoke(verdict);
      return { revoked: true };
    },
  };
}
