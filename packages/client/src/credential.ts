import { tokenAnswer } from './answers/service.js';
import { bufferedFetch, type SendRequest } from './buffered-fetch.js';
import { beforeDeadline } from './deadline.js';
import { type Endpoint, nameOf } from './endpoint.js';
import * as endpoints from './endpoints.js';
import { readAnswer } from './json.js';

/** What goes into the `Authorization` of a request. */
export interface Credential {
  /** That of a request to the endpoint; `undefined` for none. */
  current(asked: Endpoint): Promise<string | undefined>;
  /** Sees to it that the next one is another, where there can be another. */
  readonly discard?: (refused: string | undefined) => void;
}

/** Where and with what an access token is fetched. */
export interface ExchangeParts {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: SendRequest;
  readonly timeoutMs: number;
}

/** A token is replaced when less than this is left of it, or half its time if that is shorter. */
const refreshAheadMs = 60_000;

/**
 * Exchanges the key for an access token when one is needed, and again shortly before it expires, so that the key itself
 * travels once in half an hour. Calls made at the same time share one exchange.
 */
export function exchangedCredential(parts: ExchangeParts): Credential {
  const { baseUrl, apiKey, headers, fetch, timeoutMs } = parts;
  const endpoint = endpoints.authToken;
  const task = nameOf(endpoint);
  let token: { readonly text: string; readonly untilMs: number } | undefined;
  let exchange: Promise<string> | undefined;

  async function fetchToken(signal: AbortSignal): Promise<string> {
    const askedMs = performance.now();
    const request = new Request(baseUrl + endpoint.path, {
      method: endpoint.method,
      headers: { ...headers, accept: 'application/json', authorization: `Bearer ${apiKey}` },
      redirect: 'manual',
      signal,
    });
    const response = await bufferedFetch(fetch, endpoint)(request);
    const { access_token, expires_in } = readAnswer(endpoint, tokenAnswer, await response.text());
    const lifeMs = expires_in * 1_000;
    token = { text: access_token, untilMs: askedMs + lifeMs - Math.min(refreshAheadMs, lifeMs / 2) };
    return access_token;
  }

  return {
    async current(asked) {
      // A token is not exchanged for another.
      if (asked === endpoint) return apiKey;
      if (token !== undefined && performance.now() < token.untilMs) return token.text;
      // Of no caller's signal: others wait for the same token.
      exchange ??= beforeDeadline({ timeoutMs, signal: undefined, task }, fetchToken).finally(() => {
        exchange = undefined;
      });
      return exchange;
    },
    // Another call may have replaced it already.
    discard(refused) {
      if (token?.text === refused) token = undefined;
    },
  };
}
