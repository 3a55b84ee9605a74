import ky from 'ky';
import { isTitansApiError } from './api-error.js';
import { bufferedFetch, directFetch } from './buffered-fetch.js';
import { type CallOptions, checkCall, checkIdempotencyKey } from './call-options.js';
import { type ClientSettings, refuse } from './client-options.js';
import { beforeDeadline } from './deadline.js';
import { type Endpoint, isHealth, nameOf, pathOf } from './endpoint.js';
import { waitBeforeRetryMs } from './wait-before-retry.js';

/** What a request carries beside its method and path. */
export interface Payload {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: object | undefined;
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob | undefined;
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
  /** Resolves when the answer begins, which the deadline is that of. Sent once. */
  open(endpoint: Endpoint, payload: Payload, options: CallOptions | undefined): Promise<Response>;
}

/** Makes the functions that all methods send with. */
export function sender(settings: ClientSettings): Sender {
  const { credential } = settings;

  /** A token that the server no longer takes is replaced once; the refused call had no effect. */
  async function withFreshCredential<T>(
    endpoint: Endpoint,
    ask: (bearer: string | undefined) => Promise<T>,
  ): Promise<T> {
    const bearer = await credential.current(endpoint);
    try {
      return await ask(bearer);
    } catch (error) {
      if (!isTitansApiError(error) || error.status !== 401 || credential.discard === undefined) throw error;
      credential.discard(bearer);
      return ask(await credential.current(endpoint));
    }
  }

  function requestFor(endpoint: Endpoint, payload: Payload, own: OwnParts): Request {
    const { bearer, idempotencyKey, signal } = own;
    const url = new URL(settings.baseUrl + pathOf(endpoint, payload.params));
    for (const [name, value] of Object.entries(payload.query ?? {})) {
      // The cursor after the last page is null, and means the same as none.
      if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
    }
    const headers = new Headers({ accept: acceptedTypes });
    for (const [name, value] of Object.entries({ ...settings.headers, ...payload.headers })) {
      headers.set(name, value);
    }
    if (payload.body !== undefined) headers.set('content-type', payload.contentType ?? 'application/json');
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
    return new Request(url, {
      method: endpoint.method,
      headers,
      body: payload.body ?? null,
      redirect: 'manual',
      signal,
    });
  }

  return {
    async send(endpoint, payload, options) {
      const { timeoutMs, signal: given } = checkCall(options, settings.timeoutMs);
      const idempotencyKey = keyFor(endpoint, options);
      const task = nameOf(endpoint);
      const mayRepeat = endpoint.idempotency !== 'none' && !isHealth(endpoint);
      return beforeDeadline({ timeoutMs, signal: given, task }, async (signal) => {
        const endMs = performance.now() + timeoutMs;
        let waitMs = 0;
        return withFreshCredential(endpoint, async (bearer) =>
          ky(requestFor(endpoint, payload, { bearer, idempotencyKey, signal }), {
            timeout: false,
            fetch: bufferedFetch(settings.fetch, endpoint),
            retry: {
              limit: mayRepeat ? settings.retry.retries : 0,
              methods: ['get', 'post', 'delete'],
              shouldRetry: ({ error, retryCount }) => {
                const nextMs = waitBeforeRetryMs(error, retryCount, settings.retry);
                if (signal.aborted || nextMs === undefined) return false;
                waitMs = nextMs;
                return performance.now() + waitMs < endMs;
              },
              delay: () => waitMs,
            },
          }),
        );
      });
    },

    async open(endpoint, payload, options) {
      const { timeoutMs, signal: given } = checkCall(options, settings.timeoutMs);
      const task = nameOf(endpoint);
      return beforeDeadline({ timeoutMs, signal: given, task }, async (signal) =>
        withFreshCredential(endpoint, async (bearer) => {
          const request = requestFor(endpoint, payload, { bearer, idempotencyKey: undefined, signal });
          return directFetch(settings.fetch, endpoint, request);
        }),
      );
    },
  };
}

/** What only this sending of a call has. */
interface OwnParts {
  readonly bearer: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly signal: AbortSignal;
}

const acceptedTypes = 'application/json, application/x-ndjson;q=0.9, text/*;q=0.8';

function keyFor({ idempotency }: Endpoint, options: CallOptions | undefined): string | undefined {
  const given = options?.idempotencyKey;
  if (idempotency === 'none' && given !== undefined) {
    return refuse('idempotencyKey', 'this call shows a secret once and takes none');
  }
  if (idempotency !== 'key') return undefined;
  return checkIdempotencyKey(given ?? globalThis.crypto.randomUUID());
}
