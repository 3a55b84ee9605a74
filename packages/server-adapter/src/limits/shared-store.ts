import type { KeyValueStore } from '@titans/core';
import type { RateLimiter, RateLimiterSettings } from './rate-limiter.js';

/** A store that several processes share: small state, and limits that are exact across all of them. */
export interface SharedStore extends KeyValueStore {
  /** A limiter whose counts are in the store. Limiters of the same windows count together. */
  rateLimiter(settings: RateLimiterSettings): RateLimiter;
}

/** Whether limits can be kept in the store. */
export function isSharedStore(store: KeyValueStore): store is SharedStore {
  return 'rateLimiter' in store && typeof store.rateLimiter === 'function';
}
