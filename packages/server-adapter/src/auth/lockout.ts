import type { KeyValueStore } from '@titans/core';
import type { Clock } from '../http/clock.js';
import { networkOf, siteOf } from './network.js';

/** When an address is locked, and for how long. */
export interface LockoutPolicy {
  /** Wrong credentials that lock. */
  readonly failures: number;
  /** Within which failures are counted, and for which the lock holds. */
  readonly seconds: number;
}

/** Five wrong credentials in five minutes lock for five minutes. */
const defaultLockout: LockoutPolicy = { failures: 5, seconds: 300 };

/** What {@link lockout} may be told. */
export interface LockoutOptions {
  /** Five failures in 300 seconds unless told. */
  readonly policy?: LockoutPolicy;
  /** Whether others count in the store, too; taken to be so unless told. */
  readonly isShared?: boolean;
}

/** Counts wrong credentials per client address, and per key where they name one. */
export interface Lockout {
  /**
   * Milliseconds for which the address, or the key from there, is still locked; 0 if neither is.
   *
   * @param keyId Id of the key that the credential names, whether its secret is right or not.
   */
  lockedForMs(clientAddress: string, keyId?: string): number | Promise<number>;
  /** Counts a wrong credential and returns the milliseconds for which it was already locked, or 0. */
  recordFailure(clientAddress: string, keyId?: string): Promise<number>;
}

/**
 * A counter that locks is the moment at which the lock ends, in so many parts of a millisecond: what is added by those
 * who ask meanwhile moves it by a second only after a million of them.
 */
const partsPerMs = 1_024;
/** A counter at least this high, which no count reaches, is such a moment. */
const firstMoment = 1e12 * partsPerMs;

/**
 * Keeps the counts in a store, one counter per lock. The decision is one addition, which the store makes atomic: whoever
 * gets a sum above the limit was too late, so that of guesses sent at the same time, to however many processes, no more are
 * judged than the limit. The one that reaches the limit turns the counter into the moment at which the lock ends; until it
 * has, the count itself locks. Asking while it is locked does not prolong the lock.
 *
 * A success does not clear the counts: otherwise the holder of one key could try others without end.
 *
 * A lock of a key holds for one site only, which is an IPv4 address or a /56 of IPv6: who guesses at a key from elsewhere
 * cannot lock its owner out, and who has a whole /56 gets no fresh guesses from each of its 256 networks. The lock of an
 * address is for all keys.
 */
export function lockout(
  store: KeyValueStore,
  clock: Clock,
  { policy = defaultLockout, isShared = true }: LockoutOptions = {},
): Lockout {
  const ttlMs = policy.seconds * 1_000;
  let lastFailureAt: number | null = null;

  /** Whether no lock can hold: nobody but this process counts, and it has counted nothing for as long as a lock holds. */
  function isQuiet(): boolean {
    if (isShared) return false;
    return lastFailureAt === null || clock.now() - lastFailureAt > ttlMs;
  }

  /** A counter as a lock: how much longer it holds. */
  function remainingMs(counter: number): number {
    if (counter >= firstMoment) return Math.max(1, Math.floor(counter / partsPerMs) - clock.now());
    return counter >= policy.failures ? ttlMs : 0;
  }

  async function lockedMs(key: string): Promise<number> {
    const held = await store.get(key);
    return held === null ? 0 : remainingMs(Number(held.value));
  }

  async function fail(key: string): Promise<number> {
    const counter = await store.increment(key, 1, { ttlMs });
    if (counter < policy.failures) return 0;
    if (counter > policy.failures) return remainingMs(counter);
    // The store ends the lock by its own clock; the moment is what callers are told.
    await store.set(key, String((clock.now() + ttlMs) * partsPerMs), { ttlMs });
    return 0;
  }

  async function askStore(clientAddress: string, keyId: string | undefined): Promise<number> {
    const locks = locksOf(clientAddress, keyId).filter((key) => key !== undefined);
    return Math.max(...(await Promise.all(locks.map(lockedMs))));
  }

  return {
    lockedForMs: (clientAddress, keyId) => (isQuiet() ? 0 : askStore(clientAddress, keyId)),
    async recordFailure(clientAddress, keyId) {
      lastFailureAt = Math.max(clock.now(), lastFailureAt ?? 0);
      // Nothing is asked before the addition: whatever were asked first, guesses sent at once would all pass it.
      const [ofAddress, ofKey] = locksOf(clientAddress, keyId);
      const lockedForMs = await fail(ofAddress);
      // A guess that is not judged is counted for no key, or a locked address could fill the store with made-up ids.
      return lockedForMs > 0 || ofKey === undefined ? lockedForMs : fail(ofKey);
    },
  };
}

function locksOf(clientAddress: string, keyId: string | undefined): readonly [string, string?] {
  const ofAddress = `failures:${networkOf(clientAddress)}`;
  return keyId === undefined ? [ofAddress] : [ofAddress, `failures:${siteOf(clientAddress)}:${keyId}`];
}
