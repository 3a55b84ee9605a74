import { createClient, TitansApiError, type TitansClient } from '@titans/client';
import type { ProblemDetails } from '@titans/core/contract';
import { type Observable, observable } from '../state/observable.js';

/**
 * Asks a route of the service that the client has no method for; `path` is below the mount point.
 *
 * @throws TitansApiError where the answer is an error.
 */
export type AskRoute = <Answer>(
  method: 'GET' | 'POST',
  path: string,
  options?: { readonly body?: object; readonly signal?: AbortSignal },
) => Promise<Answer>;

/** A client of the server that the page came from. */
export interface Connection {
  readonly client: TitansClient;
  readonly ask: AskRoute;
  /** Until when the server takes no more questions, in milliseconds since 1970; 0 while it does. */
  readonly limitedUntil: Observable<number>;
  /** Whether the stream of events is open. */
  readonly isListening: Observable<boolean>;
  /** By so many milliseconds the clock here is ahead of that of the server, to the second; 0 while that is not known. */
  clockAheadMs(): number;
  /** From then on, answers to what was asked with its credential concern nobody. */
  close(): void;
}

/**
 * Connects to the service that the page is a part of: its routes lie beside the page.
 *
 * @param onRefused Called when the credential is not accepted any more.
 */
export function connect(credential: string, onRefused: () => void): Connection {
  const limitedUntil = observable(0);
  const isListening = observable(false);
  let isOpen = true;
  let aheadMs = 0;
  const isEvents = (request: Request): boolean => new URL(request.url).pathname.endsWith('/events');
  const baseUrl = serviceAddress(location.href);
  const watchedFetch = async (request: Request): Promise<Response> => {
    if (isEvents(request)) isListening.set(false);
    const response = await fetch(request);
    if (isEvents(request)) isListening.set(response.ok);
    const sentAt = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(sentAt)) aheadMs = Date.now() - sentAt;
    if (response.status === 401 && isOpen) onRefused();
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      limitedUntil.set(Date.now() + Math.max(1, seconds) * 1_000);
    } else if (response.ok && limitedUntil.value !== 0 && limitedUntil.value < Date.now()) {
      limitedUntil.set(0);
    }
    return response;
  };
  const client = createClient({
    baseUrl,
    ...(credential === '' ? {} : { token: credential }),
    fetch: watchedFetch,
  });
  const ask: AskRoute = async (method, path, { body, signal } = {}) => {
    const headers = {
      ...(credential !== '' && { authorization: `Bearer ${credential}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const response = await watchedFetch(
      new Request(new URL(path, baseUrl), {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      }),
    );
    if (!response.ok) throw await refusalOf(response, method, path);
    return response.json();
  };
  return {
    client,
    ask,
    limitedUntil,
    isListening,
    clockAheadMs: () => aheadMs,
    close() {
      isOpen = false;
    },
  };
}

/** Where the service is mounted, as seen from the page: what is before the last segment of its path. */
function serviceAddress(page: string): string {
  const url = new URL('.', page);
  url.search = '';
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}

async function refusalOf(response: Response, method: string, path: string): Promise<TitansApiError> {
  const { status, headers } = response;
  const told: Partial<ProblemDetails> = await response.json().catch(() => ({}));
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new TitansApiError('API_ERROR', told.detail ?? `${method} /${path} was answered with ${status}.`, {
    ...{ status, method, path, problem: undefined },
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined,
  });
}
