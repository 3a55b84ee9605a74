import { requestError } from '../http/problem.js';
import type { RateLimitDecision } from './rate-limiter.js';

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
  let policy = '';
  for (const { name, limit, remaining, windowSeconds, resetSeconds } of windows) {
    if (name === 'minute') {
      headers['x-ratelimit-limit-minute'] = String(limit);
      headers['x-ratelimit-remaining-minute'] = String(remaining);
    } else if (name === 'hour') {
      headers['x-ratelimit-limit-hour'] = String(limit);
      headers['x-ratelimit-remaining-hour'] = String(remaining);
    }
    policy += `${policy === '' ? '' : ', '}"${name}";q=${limit};w=${windowSeconds}`;
    if (name === tightest) headers.ratelimit = `"${name}";r=${remaining};t=${resetSeconds}`;
  }
  if (policy !== '') headers['ratelimit-policy'] = policy;
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
