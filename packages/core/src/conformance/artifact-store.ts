import type { ArtifactStore } from '../storage/artifact-store.js';
import {
  type ConformanceCase,
  type Create,
  conformanceCase,
  expectCode,
  expectEqual,
} from './conformance.js';

/**
 * What every {@link ArtifactStore} must do.
 *
 * @param create Makes an empty store.
 */
export function artifactStoreConformance(create: Create<ArtifactStore>): readonly ConformanceCase[] {
  const check = (name: string, run: (store: ArtifactStore) => Promise<void>): ConformanceCase =>
    conformanceCase(create, async () => {}, name, run);
  const bytes = Uint8Array.of(0, 1, 255, 10, 13, 26);

  return [
    check('an empty store lists nothing and has nothing', async (store) => {
      expectEqual(await store.list(), [], 'list');
      expectEqual(await store.delete('absent'), false, 'delete');
      await expectCode('NOT_FOUND', () => store.get('absent'), 'get');
      await expectCode('NOT_FOUND', () => store.get('absent/deep'), 'get of a deep name');
    }),
    check('bytes come back as they were, and may be none or many', async (store) => {
      for (const content of [bytes, new Uint8Array(), new Uint8Array(3_000_000).fill(7)]) {
        await store.put('a/b.c', content);
        expectEqual(await store.get('a/b.c'), content, 'get');
      }
    }),
    check('what was put or got can be changed without changing the store', async (store) => {
      const own = bytes.slice();
      await store.put('own', own);
      own.fill(9);
      (await store.get('own')).fill(8);
      expectEqual(await store.get('own'), bytes, 'get');
    }),
    check('a part of a larger buffer is stored as that part', async (store) => {
      await store.put('part', bytes.subarray(1, 3));
      expectEqual(await store.get('part'), Uint8Array.of(1, 255), 'get');
    }),
    check('what is to be put only where there is nothing leaves what there is', async (store) => {
      expectEqual(await store.putIfAbsent('log/1', bytes), true, 'a free name');
      expectEqual(await store.putIfAbsent('log/1', Uint8Array.of(7)), false, 'a taken name');
      expectEqual(await store.get('log/1'), bytes, 'what was there');
      expectEqual(await store.list(), ['log/1'], 'nothing left beside it');
      await expectCode('KEY_INVALID', () => store.putIfAbsent('../a', bytes), 'a name outside');
      await expectCode('KEY_INVALID', () => store.putIfAbsent('log/1/x', bytes), 'a name below an artifact');
      await expectCode('KEY_INVALID', () => store.putIfAbsent('log', bytes), 'the name of a folder');
      await store.delete('log/1');
      expectEqual(await store.putIfAbsent('log/1', Uint8Array.of(7)), true, 'a name that became free');
    }),
    check('of many that put where there is nothing exactly one succeeds', async (store) => {
      for (let round = 0; round < 5; round++) {
        const name = `race/${round}`;
        const won = await Promise.all(
          Array.from({ length: 8 }, (_, writer) => store.putIfAbsent(name, Uint8Array.of(writer))),
        );
        expectEqual(won.filter((isFirst) => isFirst).length, 1, 'winners');
        expectEqual(await store.get(name), Uint8Array.of(won.indexOf(true)), 'the bytes of the winner');
      }
    }),
    check('names are listed in code point order, by prefix', async (store) => {
      for (const name of ['b', 'models/x', 'a', 'models-old', 'B', 'models/deep/y'])
        await store.put(name, bytes);
      const all = ['B', 'a', 'b', 'models-old', 'models/deep/y', 'models/x'];
      expectEqual(await store.list(), all, 'all');
      expectEqual(await store.list('models/'), ['models/deep/y', 'models/x'], 'a folder');
      expectEqual(await store.list('mod'), all.slice(3), 'a prefix');
      expectEqual(await store.list('none'), [], 'no such prefix');
    }),
    check('deleting removes the artifact once', async (store) => {
      await store.put('x/y', bytes);
      expectEqual(await store.delete('x/y'), true, 'first');
      expectEqual(await store.delete('x/y'), false, 'second');
      await expectCode('NOT_FOUND', () => store.get('x/y'), 'get');
      expectEqual(await store.list(), [], 'list');
    }),
    check('names that a path could misuse are refused', async (store) => {
      const bad = [
        '',
        '/',
        '/a',
        'a/',
        'a//b',
        '.',
        '..',
        '../a',
        'a/../b',
        '.hidden',
        'a/.b',
        'a\\b',
        'a b',
        'ü',
        'a\0',
      ];
      for (const name of [...bad, 'a\n', 'C:', 'x'.repeat(201)]) {
        const what = JSON.stringify(name);
        await expectCode('KEY_INVALID', () => store.put(name, bytes), `put ${what}`);
        await expectCode('KEY_INVALID', () => store.get(name), `get ${what}`);
        await expectCode('KEY_INVALID', () => store.delete(name), `delete ${what}`);
      }
      expectEqual(await store.list(), [], 'list');
    }),
    check('every permitted character can be used', async (store) => {
      const name = `azAZ09._-/${'x'.repeat(190)}`;
      await store.put(name, bytes);
      expectEqual(await store.list(), [name], 'list');
      expectEqual(await store.get(name), bytes, 'get');
    }),
    check('a name cannot also be a folder', async (store) => {
      await store.put('a', bytes);
      await store.put('c/d', bytes);
      await expectCode('KEY_INVALID', () => store.put('a/b', bytes), 'a name below an artifact');
      await expectCode('KEY_INVALID', () => store.put('c', bytes), 'the name of a folder');
      await expectCode('NOT_FOUND', () => store.get('c'), 'get of a folder');
      expectEqual(await store.delete('c'), false, 'delete of a folder');
      expectEqual(await store.list(), ['a', 'c/d'], 'list');
    }),
    check('writers and readers at once see whole contents only', async (store) => {
      const content = (fill: number): Uint8Array => new Uint8Array(200_000).fill(fill);
      await store.put('busy', content(0));
      const writes = Array.from({ length: 8 }, (_, index) => store.put('busy', content(index + 1)));
      const reads = Array.from({ length: 8 }, async () => {
        const found = await store.get('busy');
        expectEqual(found.length, 200_000, 'length');
        expectEqual(
          found.every((byte) => byte === found[0]),
          true,
          'one content',
        );
      });
      await Promise.all([...writes, ...reads]);
      expectEqual(await store.list(), ['busy'], 'nothing left beside it');
    }),
  ];
}
