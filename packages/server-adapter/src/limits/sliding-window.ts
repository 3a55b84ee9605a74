import { type Clock, systemClock } from '../http/clock.js';
import type { RateLimitDecision, RateLimiter } from './rate-limiter.js';
import { type UsageLog, usageLog } from './usage-log.js';

/** How much is permitted. */
export interface SlidingWindowSettings {
  /** 60 unless told. */
  readonly perMinute?: number | undefined;
  /** 1,000 unless told. */
  readonly perHour?: number | undefined;
  /** Callers remembered at once, 10,000 unless told. Beyond that the one seen longest ago is forgotten. */
  readonly maxKeys?: number | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * An exact sliding-window log in memory: at any moment, the units admitted within the last 60 seconds and within the
 * last 3,600 seconds stay within their limits. A unit used at `t` counts until just before `t` + window.
 *
 * Memory per caller is bounded by the hourly limit. A decision costs constant time on average.
 *
 * @example
 * ```ts
 * import { slidingWindow } from '@titans/server-adapter';
 *
 * const limiter = slidingWindow({ perMinute: 60, perHour: 1_000 });
 * const { admitted, retryAfterMs } = await limiter.take('key-1', 1);
 * ```
 */
export function slidingWindow(settings: SlidingWindowSettings = {}): RateLimiter {
  const { perMinute = 60, perHour = 1_000, maxKeys = 10_000, clock = systemClock } = settings;
  const windows = [
    { name: 'minute', limit: perMinute, windowMs: 60_000 },
    { name: 'hour', limit: perHour, windowMs: 3_600_000 },
  ] as const;
  /** Least recently seen first. */
  const logs = new Map<string, readonly UsageLog[]>();

  function logsOf(key: string): readonly UsageLog[] {
    const known = logs.get(key);
    const found = known ?? windows.map((window) => usageLog(window.windowMs));
    if (known !== undefined) logs.delete(key);
    logs.set(key, found);
    if (logs.size > maxKeys) logs.delete(logs.keys().next().value as string);
    return found;
  }

  function decide(key: string, units: number, use: boolean): RateLimitDecision {
    const now = clock.now();
    const kept = logsOf(key);
    const charges = windows.map((window) => Math.min(units, window.limit));
    const waits = windows.map((window, index) => {
      const excess = (kept[index]?.used(now) ?? 0) + (charges[index] ?? 0) - window.limit;
      return excess <= 0 ? 0 : (kept[index]?.freedAt(excess) ?? now) - now;
    });
    const retryAfterMs = Math.max(...waits);
    const admitted = retryAfterMs <= 0;
    if (admitted && use) for (const [index, log] of kept.entries()) log.add(now, charges[index] ?? 0);
    return {
      admitted,
      retryAfterMs: admitted ? 0 : retryAfterMs,
      windows: windows.map((window, index) => ({
        name: window.name,
        limit: window.limit,
        remaining: Math.max(0, window.limit - (kept[index]?.used(now) ?? 0)),
      })),
    };
  }

  return {
    take: async (key, units) => decide(key, units, true),
    peek: async (key, units) => decide(key, units, false),
  };
}
