import type { CheckedWindow } from './policy.js';
import type { RateLimitDecision, RateLimitState } from './rate-limiter.js';

/** What a store found out about one window. */
export interface WindowMeasure {
  readonly window: CheckedWindow;
  /** Units left after this request. */
  readonly remaining: number;
  /** Milliseconds until at least one unit more is left; 0 where nothing is used. */
  readonly resetMs: number;
  /** Milliseconds until the request would be admitted; 0 if it was. */
  readonly waitMs: number;
}

const nothingCounted: RateLimitDecision = Object.freeze({
  admitted: true,
  windows: [],
  tightest: '',
  retryAfterMs: 0,
});

/** Puts together what the windows say. Where they refuse, the one that refuses longest is the tightest. */
export function decisionOf(measures: readonly WindowMeasure[]): RateLimitDecision {
  let tightest = measures[0];
  if (tightest === undefined) return nothingCounted;
  let retryAfterMs = 0;
  const windows: RateLimitState[] = [];
  for (const measure of measures) {
    const { window, remaining, resetMs, waitMs } = measure;
    if (waitMs > retryAfterMs) retryAfterMs = waitMs;
    if (isTighter(measure, tightest)) tightest = measure;
    windows.push({
      name: window.name,
      limit: window.limit,
      windowSeconds: window.windowSeconds,
      remaining,
      resetSeconds: Math.ceil(resetMs / 1_000),
    });
  }
  return { admitted: retryAfterMs === 0, windows, tightest: tightest.window.name, retryAfterMs };
}

function isTighter(one: WindowMeasure, other: WindowMeasure): boolean {
  if (one.waitMs !== other.waitMs) return one.waitMs > other.waitMs;
  if (one.remaining !== other.remaining) return one.remaining < other.remaining;
  return one.resetMs > other.resetMs;
}
