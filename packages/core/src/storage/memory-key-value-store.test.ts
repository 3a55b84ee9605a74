import { describe, expect, test } from 'vitest';
import { keyValueStoreConformance } from '../conformance/index.js';
import { memoryKeyValueStore } from './memory-key-value-store.js';

describe('conforms', () => {
  for (const { name, run } of keyValueStoreConformance(() => memoryKeyValueStore())) test(name, run);
});

function clocked(maxEntries?: number) {
  const clock = { now: 1_000 };
  const options = { now: () => clock.now };
  return {
    clock,
    store: memoryKeyValueStore(maxEntries === undefined ? options : { ...options, maxEntries }),
  };
}

test('a value is there up to its last millisecond and gone after it', async () => {
  const { clock, store } = clocked();
  await store.set('k', 'v', { ttlMs: 50 });
  clock.now = 1_049;
  expect((await store.get('k'))?.value).toBe('v');
  clock.now = 1_050;
  expect(await store.get('k')).toBeNull();
});

test('additions do not prolong the life of a counter', async () => {
  const { clock, store } = clocked();
  await store.increment('k', 1, { ttlMs: 50 });
  clock.now = 1_040;
  expect(await store.increment('k', 1, { ttlMs: 50 })).toBe(2);
  clock.now = 1_050;
  expect(await store.increment('k', 1, { ttlMs: 50 })).toBe(1);
});

test('a full store drops what was written longest ago among what expires', async () => {
  const { store } = clocked(3);
  await store.set('lasting', 'v');
  await store.set('old', 'v', { ttlMs: 1_000 });
  await store.set('new', 'v', { ttlMs: 10 });
  await store.set('old', 'written again', { ttlMs: 1_000 });
  await store.set('extra', 'v');
  expect(await store.get('new')).toBeNull();
  expect((await store.get('old'))?.value).toBe('written again');
  expect((await store.get('lasting'))?.value).toBe('v');
});

test('a store full of lasting entries refuses a new key and still takes the old ones', async () => {
  const { store } = clocked(2);
  await store.set('a', '1');
  await store.set('b', '1');
  await expect(store.set('c', '1')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  await store.set('a', '2');
  expect((await store.get('a'))?.value).toBe('2');
  await store.delete('b');
  await store.set('c', '1');
  expect((await store.get('c'))?.value).toBe('1');
});
