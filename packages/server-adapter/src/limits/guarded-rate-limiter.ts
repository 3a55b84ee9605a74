import { isTitansError } from '@titans/core';
import type { StoreCircuit } from '../config/store-circuit.js';
import type { RateLimitDecision, RateLimiter, RateLimitKeys } from './rate-limiter.js';

/**
 * A limiter of a shared store, and what holds while the store cannot be reached. A refusal of the store is an answer and
 * never asks the other limiter; a failure of the store is never called a refusal. (In rate-limiter-flexible 8.2.0 a time
 * limit around the store let what was refused fall through to its insurance limiter, issue 337.)
 *
 * @param local Answers instead; it is told of everything that the store admits to this process, so that it begins
 * where the store ended. Without one, requests reject with `STORE_UNAVAILABLE`.
 */
export function guardedRateLimiter(
  shared: RateLimiter,
  circuit: StoreCircuit,
  local: RateLimiter | null,
): RateLimiter {
  async function decide(
    how: 'take' | 'peek',
    keys: RateLimitKeys,
    units: number,
  ): Promise<RateLimitDecision> {
    try {
      const decision = await circuit.run(() => shared[how](keys, units));
      if (decision.admitted && how === 'take') await local?.take(keys, units);
      return decision;
    } catch (error) {
      if (local === null || !isTitansError(error, 'STORE_UNAVAILABLE')) throw error;
      return local[how](keys, units);
    }
  }

  return {
    take: (keys, units) => decide('take', keys, units),
    peek: (keys, units) => decide('peek', keys, units),
  };
}
