import { isTitansError, TitansError, throwIfAborted } from '@titans/core';
import { type GuardedFetch, guardedFetch, type ResolveHost } from '@titans/core/network';
import { systemCodeOf } from '../../errors/system-code.js';

/** How an address is asked. */
export interface HttpOptions {
  /** For example `{ authorization: 'Bearer …' }`. They appear in no error, name or report. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Appears in rejections and reports; the address without its query unless told. */
  readonly name?: string;
  /**
   * Whether addresses of this machine and of private networks may be read, `false` unless told. Set it for an
   * intranet whose addresses you choose yourself, never for addresses that others give you.
   */
  readonly allowPrivateAddresses?: boolean;
  /** Finds the addresses of a host; the resolver of the system unless told. */
  readonly resolve?: ResolveHost;
  /** Milliseconds for one request, 30,000 unless told. */
  readonly timeoutMs?: number;
  /** Milliseconds for all requests together, with their retries, 15 minutes unless told. */
  readonly totalTimeoutMs?: number;
  /** Times that a request is made again after a network error or the statuses 408, 429, 500, 502, 503 and 504, 4 unless told. */
  readonly retries?: number;
  /** Milliseconds before the first retry, doubled with each, 500 unless told. */
  readonly retryDelayMs?: number;
  /** Most milliseconds to wait where the server says how long (`Retry-After`), 60,000 unless told. */
  readonly maxRetryAfterMs?: number;
}

export const httpOptionNames: readonly (keyof HttpOptions)[] = [
  'headers',
  'name',
  'allowPrivateAddresses',
  'resolve',
  'timeoutMs',
  'totalTimeoutMs',
  'retries',
  'retryDelayMs',
  'maxRetryAfterMs',
];

/** A request that is about to be made. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Makes requests with retries and time limits. */
export interface HttpClient {
  /**
   * @throws TitansError `SOURCE_FORBIDDEN`, `SOURCE_NOT_FOUND` for the status 404, `SOURCE_UNREADABLE`,
   * `LIMIT_EXCEEDED` or `ABORTED`; none of them holds what was sent.
   */
  send(request: HttpRequest, signal?: AbortSignal): Promise<Response>;
  close(): void;
}

/** What the client needs to know beside the options of the caller. */
export interface HttpClientTerms {
  readonly name: string;
  readonly mostBytes: number;
  readonly isWhole: boolean;
  readonly redirects: 'origin' | 'any';
}

const longestBackoffMs = 30_000;
const transientStatuses = [408, 429, 500, 502, 503, 504];
const waitingStatuses = [429, 503];

/** The name of a source by its address: without its query, which often holds a key. */
export function nameOfUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** Reads an address. Throws `INVALID_ARGUMENT` if it is none, or holds a user name or a password. */
export function parseUrl(url: string | URL): URL {
  const parsed = url instanceof URL || (typeof url === 'string' && URL.canParse(url)) ? new URL(url) : null;
  if (parsed !== null && (parsed.username !== '' || parsed.password !== '')) {
    const message =
      'A user name or password does not belong into the address. Send it in the header "authorization".';
    throw new TitansError('INVALID_ARGUMENT', message, { details: { field: 'url' } });
  }
  if (parsed !== null) return parsed;
  throw new TitansError(
    'INVALID_ARGUMENT',
    'The address is not a URL such as "https://example.com/transactions".',
    {
      details: { field: 'url' },
    },
  );
}

type Ky = typeof import('ky');

/** Starts with no connection. */
export function httpClient(options: HttpOptions, terms: HttpClientTerms): HttpClient {
  const { timeoutMs = 30_000, totalTimeoutMs = 900_000, retries = 4 } = options;
  const { retryDelayMs = 500, maxRetryAfterMs = 60_000 } = options;
  const headers = checkedHeaders(options.headers ?? {});
  const guarded: GuardedFetch = guardedFetch({
    ...terms,
    allowPrivateAddresses: options.allowPrivateAddresses ?? false,
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    idleTimeoutMs: timeoutMs,
  });
  let spentMs = 0;

  async function send(request: HttpRequest, signal?: AbortSignal): Promise<Response> {
    throwIfAborted(signal, 'extract');
    // Loaded with the first request: whoever reads files needs none of it.
    const ky = await import('ky');
    const begun = performance.now();
    // What the reader does between two requests is not the server's time.
    const deadline = AbortSignal.timeout(Math.max(0, Math.ceil(totalTimeoutMs - spentMs)));
    const stopped = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    try {
      return await ky.default(request.url, {
        method: request.method,
        headers,
        ...(request.body === undefined ? {} : { json: request.body }),
        fetch: async (asked) => guarded.fetch(asked instanceof Request ? asked : new Request(asked)),
        timeout: timeoutMs,
        redirect: 'manual',
        signal: stopped,
        retry: {
          limit: retries,
          methods: ['get', 'post'],
          statusCodes: transientStatuses,
          afterStatusCodes: waitingStatuses,
          backoffLimit: longestBackoffMs,
          retryOnTimeout: true,
          delay: (attempt) => retryDelayMs * 2 ** (attempt - 1),
          shouldRetry: ({ error }) => mayRetry(ky, error, stopped),
        },
      });
    } catch (error) {
      throwIfAborted(signal, 'extract');
      throw failed(ky, error, deadline);
    } finally {
      spentMs += performance.now() - begun;
    }
  }

  /** `undefined` leaves it to ky, which keeps to what the server says. */
  function mayRetry({ isHTTPError }: Ky, error: Error, stopped: AbortSignal): boolean | undefined {
    if (isTitansError(error) || stopped.aborted) return false;
    if (!isHTTPError(error) || !waitingStatuses.includes(error.response.status)) return undefined;
    const waitMs = waitOf(error.response.headers.get('retry-after'));
    // A text that says nothing is no reason to wait longer than otherwise.
    if (waitMs === null) return true;
    return waitMs > maxRetryAfterMs ? false : undefined;
  }

  function failed({ isHTTPError, isTimeoutError }: Ky, error: unknown, deadline: AbortSignal): TitansError {
    if (isTitansError(error)) return error;
    const { name } = terms;
    const unreadable = (reason: string, details: Readonly<Record<string, unknown>> = {}): TitansError =>
      new TitansError('SOURCE_UNREADABLE', `"${name}" cannot be read: ${reason}.`, {
        details: { source: name, ...details },
      });
    if (isHTTPError(error)) {
      const { status } = error.response;
      if (status === 404) {
        return new TitansError('SOURCE_NOT_FOUND', `There is nothing at "${name}" (404).`, {
          details: { source: name, status },
        });
      }
      return unreadable(`it answers with the status ${status}${adviceOf(status)}`, { status });
    }
    if (deadline.aborted) return unreadable(`its answers took longer than ${totalTimeoutMs} ms in all`);
    if (isTimeoutError(error)) return unreadable(`it did not answer within ${timeoutMs} ms`);
    const systemCode = systemCodeOf(error) ?? 'network error';
    return unreadable(systemCode, { systemCode });
  }

  return { send, close: guarded.close };
}

/** Milliseconds that a server asks to wait: seconds, or a moment as HTTP writes it (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000;
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? null : moment - Date.now();
}

function adviceOf(status: number): string {
  if (status === 401 || status === 403) return ', so that it wants other credentials';
  if (status === 429) return ', so that fewer requests have to be made';
  return status >= 300 && status < 400 ? ', a redirect to nowhere' : '';
}

/** Names and values are not repeated in the error, as they may be secret. */
function checkedHeaders(headers: Readonly<Record<string, string>>): Headers {
  try {
    return new Headers({ accept: 'application/json, */*;q=0.5', 'user-agent': 'titans', ...headers });
  } catch {
    throw new TitansError('INVALID_ARGUMENT', 'A header has a name or a value that HTTP does not permit.', {
      details: { field: 'headers' },
    });
  }
}
