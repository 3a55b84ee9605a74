import { type KeyValueStore, TitansError } from '@titans/core';
import { inTime } from '../http/in-time.js';

/**
 * The same store, waited for only so long: one that hangs would otherwise hold every request that asks it.
 *
 * @throws TitansError from its methods: `STORE_UNAVAILABLE` when the time is over.
 */
export function boundedStore(store: KeyValueStore, timeoutMs: number): KeyValueStore {
  const bounded = <T>(asked: Promise<T>): Promise<T> =>
    inTime(asked, timeoutMs, () => {
      throw new TitansError('STORE_UNAVAILABLE', `The store did not answer within ${timeoutMs} ms.`);
    });
  return {
    get: (key) => bounded(store.get(key)),
    set: (key, value, options) => bounded(store.set(key, value, options)),
    compareAndSet: (key, expected, value, options) =>
      bounded(store.compareAndSet(key, expected, value, options)),
    increment: (key, by, options) => bounded(store.increment(key, by, options)),
    delete: (key) => bounded(store.delete(key)),
    close: () => store.close(),
  };
}
