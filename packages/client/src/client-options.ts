import { TitansError } from '@titans/core/errors';
import { type Credential, exchangedCredential } from './credential.js';
import type { RetryPolicy } from './retry.js';

/** How a client reaches its server. */
export interface ClientOptions {
  /** Absolute `http:` or `https:` address under which the server's routes are, for example `https://example.com/titans`. */
  readonly baseUrl: string | URL;
  /** API key. Leave it out for the public routes, or give `token` instead. */
  readonly apiKey?: string | undefined;
  /**
   * Access token, or a function that gives a valid one. It is called once per call, which rejects with whatever it
   * throws.
   */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /**
   * Whether the API key is exchanged for short-lived access tokens, which are renewed by themselves, so that the key itself
   * travels seldom. The server must have a secret to sign them with. Not unless told.
   */
  readonly useAccessTokens?: boolean | undefined;
  /** Milliseconds that a call may take, repetitions and waits included, 1 to 2,147,483,647. 30,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** Repetition of calls that may be repeated; `false` for none. */
  readonly retry?: RetryPolicy | false | undefined;
  /** Headers sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | Headers | undefined;
  /** Answers a request; the platform's `fetch` unless told. A handler of the same process can stand here. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** Checked options with every default filled in. */
export interface ClientSettings {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly credential: Credential;
  readonly timeoutMs: number;
  readonly retry: Required<RetryPolicy>;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** What a timer takes. */
export const maxTimerMs: number = 2 ** 31 - 1;

const optionNames = 'baseUrl,apiKey,token,useAccessTokens,timeoutMs,retry,headers,fetch'.split(',');

/** @throws TitansError `CONFIG_INVALID` for the first option that cannot be used; it names no secret. */
export function checkOptions(options: ClientOptions): ClientSettings {
  refuseUnknown(options, optionNames);
  const { apiKey, token, useAccessTokens = false, retry = {} } = options;
  if (apiKey !== undefined && token !== undefined) refuse('apiKey', 'give either apiKey or token, not both');
  if (apiKey !== undefined) checkCredential('apiKey', apiKey);
  if (token !== undefined && typeof token !== 'function') checkCredential('token', token);
  if (useAccessTokens && apiKey === undefined) refuse('useAccessTokens', 'there is no apiKey to exchange');
  const headers = checkHeaders(options.headers, apiKey !== undefined || token !== undefined);
  const baseUrl = checkBaseUrl(options.baseUrl);
  const timeoutMs = checkTimeoutMs(options.timeoutMs ?? 30_000);
  const fetch = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  if (typeof fetch !== 'function') refuse('fetch', 'it is no function');
  return {
    baseUrl,
    credential: useAccessTokens
      ? exchangedCredential({ baseUrl, apiKey: apiKey ?? '', headers, fetch, timeoutMs })
      : {
          current: async () =>
            typeof token === 'function' ? checkCredential('token', await token()) : (apiKey ?? token),
        },
    timeoutMs,
    retry: checkRetry(retry === false ? { retries: 0 } : retry),
    headers,
    fetch,
  };
}

/** @throws TitansError `CONFIG_INVALID` unless all members of the options have names that are known. */
export function refuseUnknown(options: object, known: readonly string[], place = ''): void {
  if (typeof options !== 'object' || options === null)
    refuse(place.slice(0, -1) || 'options', 'it is no object');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(place + unknown, `it is none of ${known.join(', ')}`);
}

/** @throws TitansError `CONFIG_INVALID` unless it is a whole number of milliseconds that a timer takes. */
export function checkTimeoutMs(timeoutMs: number): number {
  return inRange('timeoutMs', timeoutMs, 1, maxTimerMs);
}

function checkRetry(retry: RetryPolicy): Required<RetryPolicy> {
  refuseUnknown(retry, ['retries', 'initialDelayMs', 'maxDelayMs'], 'retry.');
  return Object.freeze({
    retries: inRange('retry.retries', retry.retries ?? 2, 0, 10),
    initialDelayMs: inRange('retry.initialDelayMs', retry.initialDelayMs ?? 300, 0, maxTimerMs),
    maxDelayMs: inRange('retry.maxDelayMs', retry.maxDelayMs ?? 5_000, 0, maxTimerMs),
  });
}

function checkBaseUrl(baseUrl: string | URL): string {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    return refuse('baseUrl', 'it is no absolute address');
  }
  if (!/^https?:$/.test(url.protocol)) refuse('baseUrl', 'its scheme is neither http nor https');
  if (url.username || url.password)
    refuse('baseUrl', 'it holds a user name or password; use apiKey or token');
  if (url.search || url.hash) refuse('baseUrl', 'it has a query or fragment');
  return url.href.replace(/\/+$/, '');
}

function checkCredential(field: 'apiKey' | 'token', value: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  return refuse(field, 'it must be visible ASCII characters without spaces');
}

function checkHeaders(
  given: ClientOptions['headers'],
  hasCredential: boolean,
): Readonly<Record<string, string>> {
  let headers: Headers;
  try {
    headers = new Headers(given);
  } catch {
    return refuse('headers', 'a name or value has characters that a header cannot carry');
  }
  if (hasCredential && headers.has('authorization')) {
    refuse('headers.authorization', 'apiKey or token already fills it');
  }
  return Object.freeze(Object.fromEntries(headers));
}

/** @throws TitansError `CONFIG_INVALID` unless it is a whole number in the range. */
export function inRange(field: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return refuse(field, `it must be a whole number from ${min} to ${max}`);
}

/** @throws TitansError `CONFIG_INVALID`, always. */
export function refuse(field: string, reason: string): never {
  throw new TitansError('CONFIG_INVALID', `The client option ${field} cannot be used: ${reason}.`, {
    details: { field },
  });
}
