import { requestError } from '../http/problem.js';
import type { RateLimitDecision, RateLimitState } from './rate-limiter.js';

/**
 * How a caller stands, after this request.
 *
 * - `X-RateLimit-Limit-Minute`, `-Remaining-Minute`, `-Limit-Hour` and `-Remaining-Hour`, of the specification: the quota
 *   of ordinary requests of the credential.
 * - `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10): every window with its quota `q` and its length `w` in
 *   seconds. For a token bucket, `q` units per `w` seconds is the rate at which it is refilled.
 * - `RateLimit`: the window nearest to its end, or the one that refuses longest, with the units left `r` and the seconds
 *   `t` until at least one more is left.
 */
export function writeRateLimitHeaders(
  headers: Record<string, string>,
  { windows, tightest }: RateLimitDecision,
): void {
  if (windows.length === 0) return;
  const { policy, limits } = written(windows);
  for (let index = 0; index < windows.length; index++) {
    const { name, remaining, resetSeconds } = windows[index] as RateLimitState;
    if (name === 'minute') {
      headers['x-ratelimit-limit-minute'] = limits[index] as string;
      headers['x-ratelimit-remaining-minute'] = String(remaining);
    } else if (name === 'hour') {
      headers['x-ratelimit-limit-hour'] = limits[index] as string;
      headers['x-ratelimit-remaining-hour'] = String(remaining);
    }
    if (name === tightest) headers.ratelimit = `"${name}";r=${remaining};t=${resetSeconds}`;
  }
  headers['ratelimit-policy'] = policy;
}

/** What is the same in every decision over the same windows. */
interface WrittenWindows {
  readonly windows: readonly RateLimitState[];
  readonly policy: string;
  readonly limits: readonly string[];
}

/** A service has few sorts of windows: those of ordinary requests and of large ones, with addresses and without. */
const known: WrittenWindows[] = [];
const mostKnown = 8;

function written(windows: readonly RateLimitState[]): WrittenWindows {
  for (const each of known) if (areSameWindows(each.windows, windows)) return each;
  const made = {
    windows,
    policy: windows
      .map(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`)
      .join(', '),
    limits: windows.map(({ limit }) => String(limit)),
  };
  if (known.length >= mostKnown) known.length = 0;
  known.push(made);
  return made;
}

function areSameWindows(some: readonly RateLimitState[], others: readonly RateLimitState[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) {
    const one = some[index] as RateLimitState;
    const other = others[index] as RateLimitState;
    const isSame =
      one.name === other.name && one.limit === other.limit && one.windowSeconds === other.windowSeconds;
    if (!isSame) return false;
  }
  return true;
}

/** The headers of {@link writeRateLimitHeaders} alone. */
export function rateLimitHeaders(decision: RateLimitDecision): Record<string, string> {
  const headers: Record<string, string> = {};
  writeRateLimitHeaders(headers, decision);
  return headers;
}

/** The error of a request over its quota; `Retry-After` is in whole seconds and never too early. */
export function rateLimited({ retryAfterMs }: RateLimitDecision): Error {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return requestError('RATE_LIMITED', `The quota is used up: try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
