import { type KeyValueStore, memoryKeyValueStore, TitansError } from '@titans/core';
import { keyValueStoreConformance } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../logging/logger.js';
import { boundedStore, storeWithFallback } from './bounded-store.js';
import { storeCircuit } from './store-circuit.js';

const circuit = () => storeCircuit({ probe: async () => undefined, logger: silentLogger });

function storeOf(answer: () => Promise<never>): KeyValueStore {
  return {
    get: answer,
    set: answer,
    compareAndSet: answer,
    increment: answer,
    delete: answer,
    close: async () => undefined,
  };
}

describe('a bounded store', () => {
  for (const { name, run } of keyValueStoreConformance(() =>
    boundedStore(memoryKeyValueStore(), circuit()),
  )) {
    test(name, run);
  }

  test('gives up on a store that hangs, whatever is asked', async () => {
    const hangs = storeOf(() => new Promise(() => undefined));
    const late = expect.objectContaining({ code: 'STORE_UNAVAILABLE' });
    const settings = { probe: () => hangs.get('a'), logger: silentLogger, timeoutMs: 5, longestMs: 5 };
    const asked: ((store: KeyValueStore) => Promise<unknown>)[] = [
      (store) => store.get('a'),
      (store) => store.set('a', 'b'),
      (store) => store.compareAndSet('a', null, 'b'),
      (store) => store.increment('a', 1),
      (store) => store.delete('a'),
    ];
    for (const ask of asked) {
      await expect(ask(boundedStore(hangs, storeCircuit(settings)))).rejects.toEqual(late);
    }
  });
});

describe('a store with another to fall back on', () => {
  const down = storeOf(() => Promise.reject(new TitansError('STORE_UNAVAILABLE', 'It is down.')));
  const create = (): KeyValueStore => storeWithFallback(down, memoryKeyValueStore());
  for (const { name, run } of keyValueStoreConformance(create)) test(name, run);

  test('uses the first while it is there, and forgets nothing of its own when it goes', async () => {
    const [memory, second] = [memoryKeyValueStore(), memoryKeyValueStore()];
    let isUp = true;
    const first: KeyValueStore = {
      ...memory,
      get: (key) => (isUp ? memory.get(key) : down.get(key)),
      increment: (key, by, options) =>
        isUp ? memory.increment(key, by, options) : down.increment(key, by, options),
    };
    await memory.increment('n', 1);
    const store = storeWithFallback(first, second);
    expect(await store.increment('n', 1)).toBe(2);
    isUp = false;
    // Of the two this process knows its own.
    expect(await store.increment('n', 1)).toBe(2);
    expect((await store.get('n'))?.value).toBe('2');
    await expect(store.set('', 'x')).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});
