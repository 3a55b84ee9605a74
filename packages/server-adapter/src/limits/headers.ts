import { requestError } from '../http/problem.js';
import type { RateLimitDecision } from './rate-limiter.js';

/** The four `X-RateLimit-*` headers of the specification, as they stand after this request. */
export function rateLimitHeaders(decision: RateLimitDecision): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const window of decision.windows) {
    headers[`x-ratelimit-limit-${window.name}`] = String(window.limit);
    headers[`x-ratelimit-remaining-${window.name}`] = String(window.remaining);
  }
  return headers;
}

/** The error of a request over its quota; `Retry-After` is in whole seconds and never too early. */
export function rateLimited(decision: RateLimitDecision): Error {
  const seconds = Math.max(1, Math.ceil(decision.retryAfterMs / 1_000));
  return requestError('RATE_LIMITED', `The quota is used up: try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
