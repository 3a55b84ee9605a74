import { isTitansError } from '@titans/core';
import type { RouteContract } from '@titans/core/contract';
import ky, { isHTTPError } from 'ky';
import { apiErrorFrom } from './api-error.js';
import { bufferedFetch } from './buffered-fetch.js';
import { type ClientSettings, checkTimeoutMs } from './client-options.js';
import { beforeDeadline } from './deadline.js';
import { backoffMs, isRepeatable, isRetryableStatus, retryAfterMs } from './retry.js';
import type { CallOptions } from './titans-client.js';

/** What a request carries beside its route. */
export interface Payload {
  readonly body?: unknown;
  readonly query?: object;
}

/** Sends one call and resolves with its complete, buffered answer. */
export type Send = (
  route: RouteContract,
  payload: Payload,
  options: CallOptions | undefined,
) => Promise<Response>;

/**
 * Makes the function that all methods send with: it adds the credential, keeps the deadline, and repeats what may be
 * repeated, never earlier than the server's `Retry-After` and not at all if the deadline comes first.
 *
 * @param answers Statuses of errors that are answers to the caller's question.
 */
export function sender(settings: ClientSettings, answers: readonly number[] = []): Send {
  return (route, payload, options) => {
    const { method, path } = route;
    const task = `${method} ${path}`;
    const timeoutMs =
      options?.timeoutMs === undefined ? settings.timeoutMs : checkTimeoutMs(options.timeoutMs);
    return beforeDeadline({ timeoutMs, signal: options?.signal, task }, async (signal) => {
      const endMs = performance.now() + timeoutMs;
      let waitMs = 0;
      try {
        return await ky(settings.baseUrl + path, {
          method,
          headers: await headersFor(settings, route),
          redirect: 'manual',
          signal,
          timeout: false,
          fetch: bufferedFetch(settings.fetch, task),
          ...(payload.body === undefined ? {} : { json: payload.body }),
          ...(payload.query === undefined ? {} : { searchParams: searchParams(payload.query) }),
          throwHttpErrors: (status) => !answers.includes(status),
          retry: {
            limit: isRepeatable(route) ? settings.retry.retries : 0,
            methods: ['get', 'post'],
            shouldRetry: ({ error, retryCount }) => {
              if (!mayBeOtherwiseLater(error)) return false;
              const demanded = isHTTPError(error) ? retryAfterMs(error.response.headers) : undefined;
              waitMs = demanded ?? backoffMs(settings.retry, retryCount);
              return performance.now() + waitMs < endMs;
            },
            delay: () => waitMs,
          },
        });
      } catch (error) {
        throw isHTTPError(error) ? await apiErrorFrom(error.response, method, path) : error;
      }
    });
  };
}

function mayBeOtherwiseLater(error: Error): boolean {
  return isHTTPError(error)
    ? isRetryableStatus(error.response.status)
    : isTitansError(error, 'API_UNREACHABLE');
}

async function headersFor(settings: ClientSettings, route: RouteContract): Promise<Record<string, string>> {
  const credential = await settings.credential();
  return {
    accept: typeof route.response === 'string' ? route.response : 'application/json',
    ...settings.headers,
    ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
  };
}

function searchParams(query: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}
