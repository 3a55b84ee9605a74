import type { RouteContract } from '@titans/core/contract';
import { networkOf } from '../auth/network.js';
import type { Principal } from '../auth/principal.js';
import type { StoreCircuit } from '../config/store-circuit.js';
import type { Clock } from '../http/clock.js';
import { guardedRateLimiter } from './guarded-rate-limiter.js';
import { bulkWindows, type LimitSettings, standardWindows } from './limit-settings.js';
import { localRateLimiter } from './memory-rate-limiter.js';
import type { RateLimitDecision, RateLimitKeys, RateLimitWindow } from './rate-limiter.js';
import type { SharedStore } from './shared-store.js';

/** Whose quota a request uses. */
export interface Caller {
  readonly principal: Principal;
  readonly clientAddress: string | undefined;
}

/** Holds callers to their quotas. */
export interface Quotas {
  /**
   * Uses the units if they are there, or says whether they are. Quotas of a credential and of an address are one
   * decision: where either refuses, neither is used.
   *
   * @param units A whole number from 1.
   * @throws TitansError `STORE_UNAVAILABLE` where the shared store is down and the settings say to refuse then.
   */
  charge(
    caller: Caller,
    limitClass: RouteContract['limitClass'],
    units: number,
    how: 'take' | 'peek',
  ): RateLimitDecision | Promise<RateLimitDecision>;
}

/** Where quotas are counted. */
export interface QuotaPlace {
  readonly clock: Clock;
  /** Counts for several processes; this process counts alone without one. */
  readonly shared: { readonly store: SharedStore; readonly circuit: StoreCircuit } | null;
}

/** Decides at once where this process counts alone. */
type Decide = (
  how: 'take' | 'peek',
  keys: RateLimitKeys,
  units: number,
) => RateLimitDecision | Promise<RateLimitDecision>;

/** Makes the quotas of a service. Each class of routes has its own. */
export function createQuotas(settings: LimitSettings, { clock, shared }: QuotaPlace): Quotas {
  const { algorithm, onStoreFailure = 'local' } = settings;

  function decisionsIn(windows: readonly RateLimitWindow[]): Decide {
    const local = localRateLimiter({ algorithm, windows, clock });
    if (shared === null) return local.decide;
    const limiter = guardedRateLimiter(
      shared.store.rateLimiter({ algorithm, windows }),
      shared.circuit,
      onStoreFailure === 'local' ? local : null,
    );
    return (how, keys, units) => limiter[how](keys, units);
  }

  const decide: Readonly<Record<RouteContract['limitClass'], Decide>> = {
    standard: decisionsIn(standardWindows(settings)),
    bulk: decisionsIn(bulkWindows(settings)),
  };
  const hasAddressLimit = settings.perAddress !== undefined;
  return {
    charge: (caller, limitClass, units, how) =>
      decide[limitClass](how, keysOf(caller, hasAddressLimit), units),
  };
}

/**
 * A credential has one quota, whatever token it came with. It is kept under the tenant's and the credential's name, never
 * under anything of the secret. Where all are let in, an address is the caller.
 */
function keysOf({ principal, clientAddress }: Caller, hasAddressLimit: boolean): RateLimitKeys {
  const isAnonymous = principal.kind === 'anonymous';
  const address =
    clientAddress !== undefined && (isAnonymous || hasAddressLimit) ? networkOf(clientAddress) : undefined;
  const caller = isAnonymous ? `address:${address ?? 'unknown'}` : nameOf(principal);
  return address === undefined || !hasAddressLimit ? { caller } : { caller, address };
}

/** Principals of API keys are the same objects at every request. */
const names = new WeakMap<Principal, string>();

function nameOf(principal: Principal): string {
  let name = names.get(principal);
  if (name === undefined) {
    name = `${principal.tenant}:${principal.id}`;
    names.set(principal, name);
  }
  return name;
}
