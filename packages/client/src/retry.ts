/** How often and how fast a request is repeated that may be repeated. */
export interface RetryPolicy {
  /** Repetitions after the first attempt, 0 to 10; 2 unless told. */
  readonly retries?: number;
  /** Wait before the first repetition, in milliseconds; it doubles each time. 300 unless told. */
  readonly initialDelayMs?: number;
  /** Longest wait in milliseconds where the server names none. 5,000 unless told. */
  readonly maxDelayMs?: number;
}

/** Statuses that say that the request was not worked on, or only by something in between. */
const retryableStatuses: readonly number[] = [429, 502, 503, 504];

/** Whether an answer with that status can be another one a moment later. */
export function isRetryableStatus(status: number): boolean {
  return retryableStatuses.includes(status);
}

/**
 * Milliseconds that `Retry-After` (RFC 9110 §10.2.3, seconds or a date) tells to wait, at least 0. A date is taken
 * relative to the `Date` of the same answer, so that the caller's clock need not be right.
 *
 * @returns `undefined` where the header is missing or is neither.
 */
export function retryAfterMs(headers: Headers, nowMs: number = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const until = /^[A-Z].*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(until)) return undefined;
  const sent = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(sent) ? nowMs : sent));
}

/**
 * Wait before repetition number `retry` (from 1) where the server names none: exponential, and drawn from its upper
 * half, so that many clients that failed together do not return together.
 *
 * @param fraction In [0, 1); drawn from the platform's generator unless told.
 */
export function backoffMs(policy: Required<RetryPolicy>, retry: number, fraction: number = draw()): number {
  const ceiling = Math.min(policy.maxDelayMs, policy.initialDelayMs * 2 ** (retry - 1));
  return ceiling * (0.5 + fraction / 2);
}

function draw(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}
