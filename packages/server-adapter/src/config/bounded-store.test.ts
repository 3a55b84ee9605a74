import { memoryKeyValueStore } from '@titans/core';
import { keyValueStoreConformance } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import { boundedStore } from './bounded-store.js';

describe('a bounded store', () => {
  for (const { name, run } of keyValueStoreConformance(() => boundedStore(memoryKeyValueStore(), 1_000))) {
    test(name, run);
  }

  test('gives up on a store that hangs', async () => {
    const hangs = (): Promise<never> => new Promise(() => undefined);
    const store = boundedStore(
      { get: hangs, set: hangs, compareAndSet: hangs, increment: hangs, delete: hangs, close: hangs },
      5,
    );
    const late = expect.objectContaining({ code: 'STORE_UNAVAILABLE' });
    await expect(store.get('a')).rejects.toEqual(late);
    await expect(store.set('a', 'b')).rejects.toEqual(late);
    await expect(store.compareAndSet('a', null, 'b')).rejects.toEqual(late);
    await expect(store.increment('a', 1)).rejects.toEqual(late);
    await expect(store.delete('a')).rejects.toEqual(late);
  });
});
