/** How much is permitted within a stretch of time. */
export interface RateLimitWindow {
  /** What it is called in headers: `"minute"`. */
  readonly name: string;
  /** Units within the window: a whole number from 1 to 1,000,000,000. */
  readonly limit: number;
  /** Whole seconds from 1 to 604,800, which is a week. */
  readonly windowSeconds: number;
  /** What a token bucket holds when it is full; `limit` unless told. A sliding window has none. */
  readonly burst?: number | undefined;
  /** Which of the keys of a request it counts, `"caller"` unless told. */
  readonly partition?: string | undefined;
}

/**
 * `sliding-window`: at any moment, the units admitted within the last `windowSeconds` are at most `limit` (a log of every
 * admission, so it is exact). `token-bucket`: the bucket holds `burst` units and is refilled evenly, `limit` units per
 * `windowSeconds`; a caller that saved up may use `burst` at once, and up to `burst + limit` within one window.
 */
export type RateLimitAlgorithm = 'sliding-window' | 'token-bucket';

/** What a limiter permits. */
export interface RateLimiterSettings {
  /** `"sliding-window"` unless told. */
  readonly algorithm?: RateLimitAlgorithm | undefined;
  /** All of them must have room. At least one, with distinct names. */
  readonly windows: readonly RateLimitWindow[];
  /** Instead of the clock of the store, for tests. Milliseconds. */
  readonly clock?: { now(): number } | undefined;
}

/** Where a caller stands in one window. */
export interface RateLimitState {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /** Units left after this request; at least 0. */
  readonly remaining: number;
  /** Seconds, rounded up, until at least one unit more is left if nothing is used; 0 where nothing was used. */
  readonly resetSeconds: number;
}

/** Whether a request may go on. */
export interface RateLimitDecision {
  readonly admitted: boolean;
  readonly windows: readonly RateLimitState[];
  /** Name of the window that is nearest to its end, or that refuses longest. */
  readonly tightest: string;
  /** Milliseconds after which the same request is admitted if nothing else is asked meanwhile; 0 if admitted. */
  readonly retryAfterMs: number;
}

/** Whose units are counted, by partition: `{ caller: 'key-1', address: '203.0.113.7' }`. Others are not counted. */
export type RateLimitKeys = Readonly<Record<string, string>>;

/**
 * Holds callers to their quota. A request is admitted when every window has room for its units; a refused request
 * uses none, in none of the windows. A request of more units than a window holds takes the whole window, so that it is
 * not refused for ever. A decision is one atomic step, however many processes ask.
 */
export interface RateLimiter {
  /**
   * Uses the units if they are there.
   *
   * @param units A whole number from 1.
   */
  take(keys: RateLimitKeys, units: number): Promise<RateLimitDecision>;
  /** What {@link RateLimiter.take} would answer now, without using anything. */
  peek(keys: RateLimitKeys, units: number): Promise<RateLimitDecision>;
}
