import { isTitansError } from '@titans/core/errors';
import ky, { isHTTPError } from 'ky';
import { apiErrorFrom, isTitansApiError } from './api-error.js';
import { bufferedFetch, directFetch } from './buffered-fetch.js';
import type { CallOptions } from './call-options.js';
import { type ClientSettings, checkIdempotencyKey, checkTimeoutMs } from './client-options.js';
import { beforeDeadline } from './deadline.js';
import { type Endpoint, isHealth, nameOf, pathOf } from './endpoints.js';
import { backoffMs, isRetryableStatus, retryAfterMs } from './retry.js';

/** What a request carries beside its method and path. */
export interface Payload {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Of the body; JSON unless told. */
  readonly contentType?: string;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends calls with the credential, within their time, as often as they may be sent. */
export interface Sender {
  /**
   * Resolves with the complete answer. What may be repeated is, never earlier than the server's `Retry-After` and not at
   * all if the deadline comes first.
   */
  send(endpoint: Endpoint, payload: Payload, options: CallOptions | undefined): Promise<Response>;
  /** Resolves when the answer begins. The deadline is that of its beginning; `signal` also stops what follows. */
  open(endpoint: Endpoint, payload: Payload, options: CallOptions | undefined): Promise<Response>;
}

/** Makes the functions that all methods send with. */
export function sender(settings: ClientSettings): Sender {
  const { credential } = settings;

  /** A token that the server no longer takes is replaced once; the refused call had no effect. */
  async function withFreshCredential<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!isTitansApiError(error) || error.status !== 401 || !credential.canRefresh) throw error;
      await credential.refresh();
      return ask();
    }
  }

  async function requestFor(
    endpoint: Endpoint,
    payload: Payload,
    idempotencyKey: string | undefined,
    signal: AbortSignal,
  ): Promise<Request> {
    const url = new URL(settings.baseUrl + pathOf(endpoint, payload.params));
    for (const [name, value] of Object.entries(payload.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers = new Headers({ accept: acceptedTypes });
    for (const [name, value] of Object.entries({ ...settings.headers, ...payload.headers })) {
      headers.set(name, value);
    }
    if (payload.body !== undefined) headers.set('content-type', payload.contentType ?? 'application/json');
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    const bearer = await credential.current();
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
    return new Request(url, {
      method: endpoint.method,
      headers,
      ...(payload.body === undefined ? {} : { body: payload.body }),
      redirect: 'manual',
      signal,
    });
  }

  return {
    async send(endpoint, payload, options) {
      const timeoutMs = checkTimeoutMs(options?.timeoutMs ?? settings.timeoutMs);
      const idempotencyKey = keyFor(endpoint, options);
      const task = nameOf(endpoint);
      const mayRepeat = endpoint.idempotency !== 'none' && !isHealth(endpoint);
      return beforeDeadline({ timeoutMs, signal: options?.signal, task }, async (signal) => {
        const endMs = performance.now() + timeoutMs;
        let waitMs = 0;
        return withFreshCredential(async () => {
          try {
            return await ky(await requestFor(endpoint, payload, idempotencyKey, signal), {
              timeout: false,
              fetch: bufferedFetch(settings.fetch, task),
              retry: {
                limit: mayRepeat ? settings.retry.retries : 0,
                methods: ['get', 'post', 'delete'],
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
      });
    },

    async open(endpoint, payload, options) {
      const timeoutMs = checkTimeoutMs(options?.timeoutMs ?? settings.timeoutMs);
      const task = nameOf(endpoint);
      return beforeDeadline({ timeoutMs, signal: options?.signal, task, isKept: true }, async (signal) =>
        withFreshCredential(async () => {
          const request = await requestFor(endpoint, payload, undefined, signal);
          const response = await directFetch(settings.fetch, task, request);
          if (!response.ok) throw await apiErrorFrom(response, endpoint);
          return response;
        }),
      );
    },
  };
}

const acceptedTypes = 'application/json, application/x-ndjson;q=0.9, text/*;q=0.8';

function keyFor({ idempotency }: Endpoint, options: CallOptions | undefined): string | undefined {
  if (idempotency !== 'key') return undefined;
  return checkIdempotencyKey(options?.idempotencyKey ?? globalThis.crypto.randomUUID());
}

function mayDifferLater(error: Error): boolean {
  return isHTTPError(error)
    ? isRetryableStatus(error.response.status)
    : isTitansError(error, 'API_UNREACHABLE');
}
