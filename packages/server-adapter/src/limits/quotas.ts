import type { RouteContract } from '@titans/core/contract';
import type { Principal } from '../auth/principal.js';
import type { Clock } from '../http/clock.js';
import type { LimitSettings } from './limit-settings.js';
import type { RateLimitDecision, RateLimiter } from './rate-limiter.js';
import { slidingWindow } from './sliding-window.js';

/** Whose quota a request uses. */
export interface Caller {
  readonly principal: Principal;
  readonly clientAddress: string | undefined;
}

/** Holds callers to their quotas. */
export interface Quotas {
  /**
   * Uses the units if they are there, or says whether they are.
   *
   * @param units A whole number from 1.
   */
  charge(
    caller: Caller,
    limitClass: RouteContract['limitClass'],
    units: number,
    how: 'take' | 'peek',
  ): Promise<RateLimitDecision>;
}

const defaultBulk = { perMinute: 10_000, perHour: 100_000 } as const;

/** Makes the quotas of a service. Each class of routes has its own. */
export function createQuotas(settings: LimitSettings, clock: Clock): Quotas {
  const { perMinute, perHour, bulk, limiter } = settings;
  const limiters: Readonly<Record<RouteContract['limitClass'], RateLimiter>> = {
    standard: limiter ?? slidingWindow({ perMinute, perHour, clock }),
    bulk: slidingWindow({ ...defaultBulk, ...bulk, clock }),
  };
  return {
    charge: (caller, limitClass, units, how) => limiters[limitClass][how](keyOf(caller), units),
  };
}

/** A credential has one quota, whatever token it came with; where all are let in, an address has. */
function keyOf({ principal, clientAddress }: Caller): string {
  return principal.kind === 'anonymous'
    ? `address:${clientAddress ?? 'unknown'}`
    : `${principal.tenant}:${principal.id}`;
}
