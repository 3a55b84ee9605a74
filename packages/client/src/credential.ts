import { tokenResponseSchema } from '@titans/core/contract';
import { apiErrorFrom } from './api-error.js';
import { bufferedFetch, type SendRequest } from './buffered-fetch.js';
import { endpoints, nameOf } from './endpoints.js';
import { readAnswer } from './json.js';

/** What goes into the `Authorization` of a request. */
export interface Credential {
  /** `undefined` for none. */
  current(): Promise<string | undefined>;
  /** Whether a refused one can be replaced. */
  readonly canRefresh: boolean;
  /** A new one. */
  refresh(): Promise<string>;
}

/** The credential as it was given, asked for anew for each call where it is a function. */
export function givenCredential(give: () => Promise<string | undefined>): Credential {
  return {
    current: give,
    canRefresh: false,
    async refresh() {
      return (await give()) ?? '';
    },
  };
}

/** Where and with what an access token is fetched. */
export interface ExchangeParts {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: SendRequest;
}

/** A token is replaced when less than this is left of it. */
const refreshAheadMs = 60_000;

/**
 * Exchanges the key for an access token when one is needed, and again shortly before it expires, so that the key itself
 * travels once in half an hour. Calls made at the same time share one exchange.
 */
export function exchangedCredential({ baseUrl, apiKey, headers, fetch }: ExchangeParts): Credential {
  let token: { readonly text: string; readonly untilMs: number } | undefined;
  let exchange: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const endpoint = endpoints.authToken;
    const askedMs = performance.now();
    const request = new Request(baseUrl + endpoint.path, {
      method: endpoint.method,
      headers: { ...headers, accept: 'application/json', authorization: `Bearer ${apiKey}` },
      redirect: 'manual',
    });
    const response = await bufferedFetch(fetch, nameOf(endpoint))(request);
    if (!response.ok) throw await apiErrorFrom(response, endpoint);
    const { access_token, expires_in } = readAnswer(endpoint, tokenResponseSchema, await response.text());
    token = { text: access_token, untilMs: askedMs + expires_in * 1_000 - refreshAheadMs };
    return access_token;
  }

  function refresh(): Promise<string> {
    exchange ??= fetchToken().finally(() => {
      exchange = undefined;
    });
    return exchange;
  }

  return {
    canRefresh: true,
    refresh,
    current: async () => (token !== undefined && performance.now() < token.untilMs ? token.text : refresh()),
  };
}
