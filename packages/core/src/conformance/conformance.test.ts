import { describe, expect, test } from 'vitest';
import {
  memoryArtifactStore,
  memoryKeyValueStore,
  memoryQueue,
  tableFromRows,
  tableSource,
} from '../index.js';
import type { ArtifactStore } from '../storage/artifact-store.js';
import type { KeyValueStore } from '../storage/key-value-store.js';
import type { Queue } from '../storage/queue.js';
import { expectEqual } from './conformance.js';
import {
  artifactStoreConformance,
  type ConformanceCase,
  keyValueStoreConformance,
  queueConformance,
  transactionSourceConformance,
} from './index.js';

/** The names of the cases that an implementation fails. */
async function failures(cases: readonly ConformanceCase[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(cases.map(({ run }) => run()));
  return cases.filter((_, index) => outcomes[index]?.status === 'rejected').map(({ name }) => name);
}

describe.concurrent('each suite finds an implementation that errs', () => {
  const stores: readonly (readonly [string, (store: KeyValueStore) => Partial<KeyValueStore>])[] = [
    ['forgets the time to live', (store) => ({ set: (key, value) => store.set(key, value) })],
    [
      'writes whatever the version',
      (store) => ({ compareAndSet: (key, _, value) => store.set(key, value).then(() => true) }),
    ],
    [
      'counts with a read and a write',
      (store) => ({
        increment: async (key, by) => {
          const sum = Number((await store.get(key))?.value ?? 0) + by;
          await store.set(key, String(sum));
          return sum;
        },
      }),
    ],
    [
      'prolongs the life of a counter',
      (store) => ({
        increment: async (key, by, options) => {
          const sum = await store.increment(key, by);
          await store.set(key, String(sum), options);
          return sum;
        },
      }),
    ],
    ['says that it deleted', (store) => ({ delete: (key) => store.delete(key).then(() => true) })],
  ];
  test.each(stores)(
    'a key-value store that %s',
    async (_, change) => {
      const create = (): KeyValueStore => {
        const store = memoryKeyValueStore();
        return { ...store, ...change(store) };
      };
      expect(await failures(keyValueStoreConformance(create))).not.toEqual([]);
    },
    60_000,
  );

  const artifactStores: readonly (readonly [string, (store: ArtifactStore) => Partial<ArtifactStore>])[] = [
    ['takes any name', (store) => ({ put: (name, bytes) => store.put(name.replaceAll('..', 'up'), bytes) })],
    [
      'gives nothing where there is nothing',
      (store) => ({ get: (name) => store.get(name).catch(() => new Uint8Array()) }),
    ],
    [
      'puts whether there is one or not',
      (store) => ({ putIfAbsent: (name, bytes) => store.put(name, bytes).then(() => true) }),
    ],
    ['lists without the prefix', (store) => ({ list: () => store.list() })],
    [
      'stores the whole buffer',
      (store) => ({ put: (name, bytes) => store.put(name, new Uint8Array(bytes.buffer)) }),
    ],
  ];
  test.each(artifactStores)('an artifact store that %s', async (_, change) => {
    const create = (): ArtifactStore => {
      const store = memoryArtifactStore();
      return { ...store, ...change(store) };
    };
    expect(await failures(artifactStoreConformance(create))).not.toEqual([]);
  });

  const queues: readonly (readonly [string, (queue: Queue) => Partial<Queue>])[] = [
    ['ignores keys', (queue) => ({ send: (topic, body) => queue.send(topic, body) })],
    [
      'hides failures',
      (queue) => ({
        consume: (topic, handler) => queue.consume(topic, (message) => handler(message).catch(() => {})),
      }),
    ],
    [
      'does not wait when stopped',
      (queue) => ({
        consume: (topic, handler) => {
          const stop = queue.consume(topic, handler);
          return async () => void stop();
        },
      }),
    ],
  ];
  test.each(queues)(
    'a queue that %s',
    async (_, change) => {
      const create = (): Queue => {
        const queue = memoryQueue();
        return { ...queue, ...change(queue) };
      };
      expect(await failures(queueConformance(create))).not.toEqual([]);
    },
    60_000,
  );

  test('waits as long as it is told', async () => {
    const create = (): Queue => ({ ...memoryQueue(), consume: () => async () => undefined });
    const begun = performance.now();
    const [first] = queueConformance(create, { patienceMs: 50 });
    await expect(first?.run()).rejects.toThrow('it did not happen within 0.05 seconds');
    const expiring = (): KeyValueStore => {
      const store = memoryKeyValueStore();
      return { ...store, set: (key, value) => store.set(key, value) };
    };
    const found = await failures(keyValueStoreConformance(expiring, { patienceMs: 50 }));
    expect(found.length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  test.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('a patience of %s is refused', (patienceMs) => {
    expect(() => queueConformance(memoryQueue, { patienceMs })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'patienceMs' } }),
    );
  });

  test('a source that does not sort', async () => {
    const create: Parameters<typeof transactionSourceConformance>[0] = async (rows) => {
      const table = tableFromRows(rows);
      const source = tableSource(table);
      const transactions: typeof source.transactions = async (selection) =>
        selection === undefined || Object.keys(selection).length === 0
          ? table
          : source.transactions(selection);
      return { source: { transactions }, close: async () => {} };
    };
    expect(await failures(transactionSourceConformance(create))).toEqual([
      'everything is given, oldest first',
    ]);
  });
});

test.each<[string, unknown, unknown]>([
  ['a number for a text', 1, '1'],
  ['a number for a bigint', 1, 1n],
  ['0 for -0', 0, -0],
  ['null for undefined', null, undefined],
  ['a Date for its text', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['bytes for an array', Uint8Array.of(1), [1]],
  ['no member for an undefined one', { a: 1 }, { a: 1, b: undefined }],
])('the suites do not take %s', (_, actual, expected) => {
  expect(() => expectEqual(actual, expected, 'value')).toThrow(/value: expected/);
});
