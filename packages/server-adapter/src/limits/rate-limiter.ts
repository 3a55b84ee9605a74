/** Where a caller stands in one window. */
export interface RateLimitState {
  readonly name: 'minute' | 'hour';
  readonly limit: number;
  /** Units left after this request; at least 0. */
  readonly remaining: number;
}

/** Whether a request may go on. */
export interface RateLimitDecision {
  readonly admitted: boolean;
  readonly windows: readonly RateLimitState[];
  /** Milliseconds after which the same request is admitted if nothing else is asked meanwhile; 0 if admitted. */
  readonly retryAfterMs: number;
}

/**
 * Holds callers to their quota. A request is admitted when every window has room for its units; a refused request
 * uses none. A request of more units than a window holds takes the whole window, so that it is not refused for ever.
 */
export interface RateLimiter {
  /** Uses the units if they are there. `units` is a whole number from 1. */
  take(key: string, units: number): Promise<RateLimitDecision>;
  /** What {@link RateLimiter.take} would answer now, without using anything. */
  peek(key: string, units: number): Promise<RateLimitDecision>;
}
