import { decisionOf, type WindowMeasure } from './decision.js';
import {
  type CheckedPolicy,
  type CheckedWindow,
  checkPolicy,
  keyOf,
  requireLimitKey,
  requireUnits,
} from './policy.js';
import type { RateLimitDecision, RateLimiter, RateLimiterSettings, RateLimitKeys } from './rate-limiter.js';

/** One window of one request, for a store on a server. */
export interface WindowQuestion {
  /** Names the caller, the window and the algorithm. */
  readonly key: string;
  readonly window: CheckedWindow;
  /** Units, not more than fit at once. */
  readonly units: number;
}

/** What a store on a server does. */
export interface RemoteMeasurement {
  readonly questions: readonly WindowQuestion[];
  readonly isTaking: boolean;
  /** Milliseconds, or `null` for the clock of the server. */
  readonly now: number | null;
}

/** Measures, and takes where every window has room, in one step. Gives remaining, reset and wait of each window. */
export type Measure = (measurement: RemoteMeasurement) => Promise<readonly number[]>;

/** A limiter whose counts are on a server. */
export function remoteRateLimiter(
  settings: RateLimiterSettings,
  measureOf: (policy: CheckedPolicy) => Measure,
): RateLimiter {
  const policy = checkPolicy(settings);
  const measure = measureOf(policy);
  const { clock } = settings;

  async function decide(keys: RateLimitKeys, units: number, isTaking: boolean): Promise<RateLimitDecision> {
    requireUnits(units);
    const questions = policy.windows.flatMap((window): readonly WindowQuestion[] => {
      const key = keyOf(keys, window);
      if (key === undefined) return [];
      requireLimitKey(key);
      const place = `${policy.algorithm}:${window.name}/${window.windowSeconds}:${key}`;
      return [{ key: place, window, units: Math.min(units, window.capacity) }];
    });
    if (questions.length === 0) return decisionOf([]);
    const now = clock === undefined ? null : Math.floor(clock.now());
    const numbers = await measure({ questions, isTaking, now });
    return decisionOf(questions.map(({ window }, index) => measureAt(window, numbers, index)));
  }

  return {
    take: (keys, units) => decide(keys, units, true),
    peek: (keys, units) => decide(keys, units, false),
  };
}

function measureAt(window: CheckedWindow, numbers: readonly number[], index: number): WindowMeasure {
  const [remaining = 0, resetMs = 0, waitMs = 0] = numbers.slice(index * 3, index * 3 + 3);
  return { window, remaining: Math.max(0, remaining), resetMs, waitMs };
}
