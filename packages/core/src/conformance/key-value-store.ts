import type { KeyValueStore } from '../storage/key-value-store.js';
import {
  type ConformanceCase,
  type Create,
  conformanceCase,
  expectCode,
  expectEqual,
  type Patience,
  waitingFor,
} from './conformance.js';

/**
 * What every {@link KeyValueStore} must do.
 *
 * @param create Makes a store; it need not be empty, since the keys are random.
 * @example
 * ```ts
 * import { memoryKeyValueStore } from '@titans/core';
 * import { keyValueStoreConformance } from '@titans/core/conformance';
 *
 * for (const check of keyValueStoreConformance(() => memoryKeyValueStore())) await check.run();
 * ```
 */
export function keyValueStoreConformance(
  create: Create<KeyValueStore>,
  options: Patience = {},
): readonly ConformanceCase[] {
  const eventually = waitingFor(options);
  const check = (name: string, run: (store: KeyValueStore, key: string) => Promise<void>): ConformanceCase =>
    conformanceCase(
      create,
      (store) => store.close(),
      name,
      (store) => run(store, `conformance:${globalThis.crypto.randomUUID()}`),
    );
  const textOf = async (store: KeyValueStore, key: string): Promise<string | null> =>
    (await store.get(key))?.value ?? null;

  return [
    check('a key that was never written has no value', async (store, key) => {
      expectEqual(await store.get(key), null, 'get');
      expectEqual(await store.delete(key), false, 'delete');
    }),
    check('a value comes back as it was, whatever its characters', async (store, key) => {
      for (const value of [
        '',
        'ü€😀',
        '{"a":[1]}',
        ' \n\t\u0001',
        '\u0001"',
        'a\0b',
        '\ud800',
        'x'.repeat(100_000),
      ]) {
        await store.set(key, value);
        expectEqual(await textOf(store, key), value, 'get');
      }
    }),
    check('a key may have any printable character', async (store, key) => {
      const odd = `${key} /ü:*?[]{}"'\\😀`;
      await store.set(odd, 'odd');
      expectEqual(await textOf(store, odd), 'odd', 'get');
      expectEqual(await store.get(key), null, 'the shorter key');
      expectEqual(await store.delete(odd), true, 'delete');
    }),
    check('a key must have 1 to 1,024 characters', async (store) => {
      await expectCode('KEY_INVALID', () => store.get(''), 'get of an empty key');
      await expectCode('KEY_INVALID', () => store.set('x'.repeat(1_025), ''), 'set of a long key');
      await expectCode('KEY_INVALID', () => store.set('a\0b', ''), 'set of a key with NUL');
      await expectCode('KEY_INVALID', () => store.delete('\ud800'), 'delete of a key with half a character');
    }),
    check('deleting removes the value once', async (store, key) => {
      await store.set(key, 'a');
      expectEqual(await store.delete(key), true, 'first delete');
      expectEqual(await store.delete(key), false, 'second delete');
      expectEqual(await store.get(key), null, 'get');
    }),
    check('the version changes with every write', async (store, key) => {
      const versions = new Set<string>();
      for (const value of ['a', 'a', 'b']) {
        await store.set(key, value);
        versions.add((await store.get(key))?.version ?? '');
      }
      await store.delete(key);
      await store.set(key, 'a');
      versions.add((await store.get(key))?.version ?? '');
      expectEqual(versions.size, 4, 'distinct versions');
    }),
    check('compare-and-set writes only over the expected version', async (store, key) => {
      expectEqual(await store.compareAndSet(key, 'none', 'a'), false, 'a version where there is no value');
      expectEqual(await store.compareAndSet(key, '', 'a'), false, 'an empty version where there is no value');
      expectEqual(await store.compareAndSet(key, null, 'a'), true, 'null where there is no value');
      expectEqual(await store.compareAndSet(key, null, 'b'), false, 'null where there is a value');
      const version = (await store.get(key))?.version ?? '';
      expectEqual(await store.compareAndSet(key, version, 'b'), true, 'the current version');
      expectEqual(await store.compareAndSet(key, version, 'c'), false, 'the version before');
      expectEqual(await textOf(store, key), 'b', 'get');
    }),
    check('of many compare-and-sets at once exactly one wins', async (store, key) => {
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, index) => store.compareAndSet(key, null, `${index}`)),
      );
      expectEqual(won.filter(Boolean).length, 1, 'winners');
      expectEqual(await textOf(store, key), `${won.indexOf(true)}`, 'the value of the winner');
    }),
    check('a counter starts at 0 and takes negative numbers', async (store, key) => {
      expectEqual(await store.increment(key, 5), 5, 'first');
      expectEqual(await store.increment(key, -7), -2, 'second');
      expectEqual(await textOf(store, key), '-2', 'get');
    }),
    check('no addition is lost when many happen at once', async (store, key) => {
      const sums = await Promise.all(Array.from({ length: 100 }, () => store.increment(key, 1)));
      expectEqual(Math.max(...sums), 100, 'largest sum');
      expectEqual(new Set(sums).size, 100, 'distinct sums');
    }),
    check('only safe integers are counted', async (store, key) => {
      await expectCode('INVALID_ARGUMENT', () => store.increment(key, 0.5), 'a fraction');
      await store.set(key, 'text');
      await expectCode('INVALID_ARGUMENT', () => store.increment(key, 1), 'a value that is no number');
      await store.set(key, String(Number.MAX_SAFE_INTEGER - 1));
      expectEqual(await store.increment(key, 1), Number.MAX_SAFE_INTEGER, 'the largest sum');
      await expectCode('INVALID_ARGUMENT', () => store.increment(key, 1), 'a sum that is too large');
      expectEqual(await textOf(store, key), String(Number.MAX_SAFE_INTEGER), 'the counter afterwards');
    }),
    check('a value with a time to live goes, and its key is as new', async (store, key) => {
      await store.set(`${key}:long`, 'long', { ttlMs: 60_000 });
      await eventually(async () => {
        await store.set(key, 'short', { ttlMs: 400 });
        return (await textOf(store, key)) === 'short';
      }, 'a value within its time to live');
      await eventually(async () => (await store.get(key)) === null, 'expiry');
      expectEqual(await textOf(store, `${key}:long`), 'long', 'the longer time to live');
      expectEqual(await store.compareAndSet(key, null, 'again'), true, 'compare-and-set after expiry');
    }),
    check('writing without a time to live keeps the value for good', async (store, key) => {
      await store.set(key, 'short', { ttlMs: 400 });
      await store.set(key, 'for ever');
      await store.set(`${key}:mark`, 'mark', { ttlMs: 600 });
      await eventually(async () => (await store.get(`${key}:mark`)) === null, 'expiry of the mark');
      expectEqual(await textOf(store, key), 'for ever', 'get');
    }),
    check('the time to live of a counter starts at its first addition', async (store, key) => {
      // On a busy machine the first life may be over before the second addition: then once more.
      await eventually(async () => {
        await store.delete(key);
        await store.increment(key, 1, { ttlMs: 400 });
        return (await store.increment(key, 1, { ttlMs: 60_000 })) === 2;
      }, 'two additions in one life');
      await store.set(`${key}:mark`, 'mark', { ttlMs: 600 });
      await eventually(async () => (await store.get(`${key}:mark`)) === null, 'expiry of the mark');
      expectEqual(await store.increment(key, 1), 1, 'a new counter');
    }),
    check('a time to live may be a fraction of a millisecond or have no end', async (store, key) => {
      await store.set(key, 'a', { ttlMs: 60_000.5 });
      await store.compareAndSet(`${key}:endless`, null, 'b', { ttlMs: Number.POSITIVE_INFINITY });
      await store.increment(`${key}:counter`, 1, { ttlMs: Number.MAX_VALUE });
      expectEqual(await textOf(store, key), 'a', 'a fraction');
      expectEqual(await textOf(store, `${key}:endless`), 'b', 'no end');
      expectEqual(await textOf(store, `${key}:counter`), '1', 'longer than any clock');
    }),
    check('a time to live must be positive', async (store, key) => {
      await expectCode('INVALID_ARGUMENT', () => store.set(key, 'a', { ttlMs: 0 }), 'zero');
      await expectCode('INVALID_ARGUMENT', () => store.set(key, 'a', { ttlMs: Number.NaN }), 'NaN');
      expectEqual(await store.get(key), null, 'nothing was written');
    }),
    check('a closed store refuses, and closing twice does nothing', async (store, key) => {
      await store.close();
      await store.close();
      await expectCode('STORE_UNAVAILABLE', () => store.get(key), 'get');
      await expectCode('STORE_UNAVAILABLE', () => store.set(key, 'a'), 'set');
    }),
  ];
}
