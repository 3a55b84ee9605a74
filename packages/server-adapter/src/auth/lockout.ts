import type { KeyValueStore } from '@titans/core';
import type { Clock } from '../http/clock.js';

/** When an address is locked, and for how long. */
export interface LockoutPolicy {
  /** Wrong credentials that lock the address. */
  readonly failures: number;
  /** Within which failures are counted, and for which the lock holds. */
  readonly seconds: number;
}

/** Five wrong credentials in five minutes lock an address for five minutes. */
const defaultLockout: LockoutPolicy = { failures: 5, seconds: 300 };

/** Counts wrong credentials per client address. */
export interface Lockout {
  /** Milliseconds for which the address is still locked; 0 if it is not. */
  lockedForMs(clientAddress: string): Promise<number>;
  /** Counts a wrong credential and returns the milliseconds for which the address was already locked, or 0. */
  recordFailure(clientAddress: string): Promise<number>;
}

/**
 * Keeps the counts in a store. A success does not clear them: otherwise the holder of one key could try others
 * without end. The counter is raised before anything else is asked, and an address counts as locked from the moment it
 * reaches the limit, so that guesses sent at the same time do not slip through. Failures of a locked address are not
 * counted, so that the lock ends when it said it would.
 */
export function lockout(store: KeyValueStore, clock: Clock, policy: LockoutPolicy = defaultLockout): Lockout {
  const ttlMs = policy.seconds * 1_000;

  async function lockedForMs(clientAddress: string): Promise<number> {
    const network = networkOf(clientAddress);
    const [until, count] = await Promise.all([store.get(lockKey(network)), store.get(countKey(network))]);
    if (until !== null) return Math.max(0, Number(until.value) - clock.now());
    return count !== null && Number(count.value) >= policy.failures ? ttlMs : 0;
  }

  return {
    lockedForMs,
    async recordFailure(clientAddress) {
      const network = networkOf(clientAddress);
      const failures = await store.increment(countKey(network), 1, { ttlMs });
      const until = await store.get(lockKey(network));
      if (until !== null) {
        await store.increment(countKey(network), -1, { ttlMs });
        return Math.max(1, Number(until.value) - clock.now());
      }
      if (failures === policy.failures) {
        await store.set(lockKey(network), String(clock.now() + ttlMs), { ttlMs });
      }
      return failures > policy.failures ? ttlMs : 0;
    },
  };
}

const lockKey = (network: string): string => `titans:lock:${network}`;
const countKey = (network: string): string => `titans:failures:${network}`;

const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What one client controls: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(address: string): string {
  const ipv4 = mappedIpv4.exec(address)?.[1];
  if (ipv4 !== undefined) return ipv4;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
