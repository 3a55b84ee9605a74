import { isTitansError } from '@titans/core/errors';
import ky, { isHTTPError } from 'ky';
import { apiErrorFrom } from './api-error.js';
import { bufferedFetch } from './buffered-fetch.js';
import { type ClientSettings, checkTimeoutMs } from './client-options.js';
import { beforeDeadline } from './deadline.js';
import { type Endpoint, nameOf } from './endpoints.js';
import { backoffMs, isRetryableStatus, retryAfterMs } from './retry.js';
import type { CallOptions } from './titans-client.js';

/** What a request carries beside its address. */
export interface Payload {
  /** JSON text. */
  readonly body?: string;
  readonly query?: object;
}

/** Sends one call and resolves with its complete, buffered answer. */
export type Send = (
  endpoint: Endpoint,
  payload: Payload,
  options: CallOptions | undefined,
) => Promise<Response>;

/**
 * Makes the function that all methods send with: it adds the credential, keeps the deadline, and repeats what may be
 * repeated, never earlier than the server's `Retry-After` and not at all if the deadline comes first.
 */
export function sender(settings: ClientSettings): Send {
  return async (endpoint, payload, options) => {
    const timeoutMs = checkTimeoutMs(options?.timeoutMs ?? settings.timeoutMs);
    const task = nameOf(endpoint);
    return beforeDeadline({ timeoutMs, signal: options?.signal, task }, async (signal) => {
      const endMs = performance.now() + timeoutMs;
      let waitMs = 0;
      try {
        return await ky(settings.baseUrl + endpoint.path, {
          method: endpoint.method,
          headers: await headersFor(settings, payload),
          ...(payload.body === undefined ? {} : { body: payload.body }),
          searchParams: searchParams(payload.query ?? {}),
          redirect: 'manual',
          signal,
          timeout: false,
          fetch: bufferedFetch(settings.fetch, task),
          retry: {
            limit: endpoint.repeatable ? settings.retry.retries : 0,
            methods: ['get', 'post'],
            shouldRetry: ({ error, retryCount }) => {
              if (signal.aborted || !mayDifferLater(error)) return false;
              const demandedMs = isHTTPError(error) ? retryAfterMs(error.response.headers) : undefined;
              waitMs = demandedMs ?? backoffMs(settings.retry, retryCount);
              return performance.now() + waitMs < endMs;
            },
            delay: () => waitMs,
          },
        });
      } catch (error) {
        throw isHTTPError(error) ? await apiErrorFrom(error.response, endpoint) : error;
      }
    });
  };
}

function mayDifferLater(error: Error): boolean {
  return isHTTPError(error)
    ? isRetryableStatus(error.response.status)
    : isTitansError(error, 'API_UNREACHABLE');
}

async function headersFor(settings: ClientSettings, payload: Payload): Promise<Headers> {
  const headers = new Headers({ accept: 'application/json, text/plain;q=0.9' });
  for (const [name, value] of Object.entries(settings.headers)) headers.set(name, value);
  if (payload.body !== undefined) headers.set('content-type', 'application/json');
  const credential = await settings.credential();
  if (credential !== undefined) headers.set('authorization', `Bearer ${credential}`);
  return headers;
}

function searchParams(query: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}
