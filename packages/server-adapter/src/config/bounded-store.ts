import { isTitansError, type KeyValueStore } from '@titans/core';
import type { StoreCircuit } from './store-circuit.js';

/**
 * The same store behind a circuit: one that hangs would otherwise hold every request that asks it.
 *
 * @throws TitansError from its methods: `STORE_UNAVAILABLE` when it is late or known to be down.
 */
export function boundedStore(store: KeyValueStore, circuit: StoreCircuit): KeyValueStore {
  return {
    get: (key) => circuit.run(() => store.get(key)),
    set: (key, value, options) => circuit.run(() => store.set(key, value, options)),
    compareAndSet: (key, expected, value, options) =>
      circuit.run(() => store.compareAndSet(key, expected, value, options)),
    increment: (key, by, options) => circuit.run(() => store.increment(key, by, options)),
    delete: (key) => circuit.run(() => store.delete(key)),
    close: () => store.close(),
  };
}

/**
 * The first store while it can be reached, else the second: for state that each process may keep alone for a while. The
 * second is told of everything that is written to the first, so that this process forgets nothing of its own.
 */
export function storeWithFallback(first: KeyValueStore, second: KeyValueStore): KeyValueStore {
  async function orElse<T>(asked: Promise<T>, instead: () => Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (!isTitansError(error, 'STORE_UNAVAILABLE')) throw error;
      return instead();
    }
  }
  async function onBoth<T>(write: (store: KeyValueStore) => Promise<T>): Promise<T> {
    // What the second says counts only where the first says nothing: it may hold other versions.
    const instead = write(second);
    instead.catch(() => {});
    return orElse(write(first), () => instead);
  }
  return {
    get: (key) => orElse(first.get(key), () => second.get(key)),
    set: (key, value, options) => onBoth((store) => store.set(key, value, options)),
    compareAndSet: (key, expected, value, options) =>
      orElse(first.compareAndSet(key, expected, value, options), () =>
        second.compareAndSet(key, expected, value, options),
      ),
    increment: (key, by, options) => onBoth((store) => store.increment(key, by, options)),
    delete: (key) => onBoth((store) => store.delete(key)),
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
}
