import { webcrypto } from 'node:crypto';
import { type ArtifactStore, createRandom, memoryArtifactStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../conformance/registry-check.js';
import { smallSuites } from '../testing/small-suites.js';
import { artifactRegistry } from './artifact-registry.js';
import type { ModelRegistry } from './registry.js';

const [first, second] = await smallSuites(2);
if (!first || !second) throw new Error('There must be two suites.');
const by = 'tester';
const model = 'transactions';

/** Two versions, the second of them champion after the first. */
async function filled(
  store: ArtifactStore,
  registry: ModelRegistry = artifactRegistry(store),
): Promise<void> {
  for (const suite of [first, second] as const) {
    const { id } = await registry.register(model, suite as NonNullable<typeof suite>, { by });
    await registry.promote(model, id, { by, reason: 'better' });
  }
}

/** A copy of a store. */
async function copyOf(store: ArtifactStore): Promise<ArtifactStore> {
  const copy = memoryArtifactStore();
  for (const name of await store.list()) await copy.put(name, await store.get(name));
  return copy;
}

const refusals = [
  'ARTIFACT_CORRUPT',
  'ARTIFACT_TRUNCATED',
  'ARTIFACT_VERSION',
  'NOT_FOUND',
  'ARTIFACT_SIGNATURE',
];
const load = (store: ArtifactStore): Promise<string> =>
  codeOf(artifactRegistry(store).load(model, 'champion'));

/** Names of the history and of the files of the champion: what its loading rests on. */
async function loadedNames(store: ArtifactStore): Promise<readonly string[]> {
  const names = await store.list();
  const read = new Set<string>();
  await artifactRegistry({
    ...store,
    get: (name) => {
      read.add(name);
      return store.get(name);
    },
  }).load(model, 'champion');
  return names.filter((name) => read.has(name));
}

test('every flipped bit and every cut is refused (1,000 random ones)', async () => {
  const original = memoryArtifactStore();
  await filled(original);
  const names = await loadedNames(original);
  expect(names.length).toBe(4 + 3);
  const random = createRandom(20);
  const accepted: string[] = [];
  for (let trial = 0; trial < 1_000; trial++) {
    const name = names[random.integer(names.length)] as string;
    const bytes = await original.get(name);
    const at = random.integer(bytes.length);
    const bit = random.integer(8);
    const changed =
      trial % 10 === 0 ? bytes.slice(0, at) : bytes.with(at, (bytes[at] as number) ^ (1 << bit));
    const damaged: ArtifactStore = {
      ...original,
      get: (asked) => (asked === name ? Promise.resolve(changed) : original.get(asked)),
    };
    const code = await load(damaged);
    if (!refusals.includes(code)) accepted.push(`${name} byte ${at} bit ${bit}: ${code}`);
  }
  expect(accepted).toEqual([]);
});

describe('what was not written there is refused', async () => {
  const original = memoryArtifactStore();
  await filled(original);
  const [one, two, three, four] = await original.list(`log/${model}/`);
  if (!one || !two || !three || !four) throw new Error('There must be four entries.');

  test.each<[string, (store: ArtifactStore) => Promise<unknown>]>([
    ['an older entry in the place of the last', async (store) => store.put(four, await store.get(two))],
    [
      'two entries in each other’s place',
      async (store) => {
        const [a, b] = [await store.get(two), await store.get(three)];
        await store.put(two, b);
        await store.put(three, a);
      },
    ],
    ['a missing entry', (store) => store.delete(two)],
    ['a missing first entry', (store) => store.delete(one)],
    [
      'the history of another model',
      async (store) => {
        const other = memoryArtifactStore();
        await filled(other);
        // Same changes, written at another moment: each entry names the one before it.
        await store.put(three, await other.get(three));
      },
    ],
    [
      'a file of an older version',
      async (store) => {
        const files = await store.list(`files/${model}/`);
        const contents = await Promise.all(files.map((file) => store.get(file)));
        await Promise.all(files.map((file, at) => store.put(file, contents.at(at - 1) as Uint8Array)));
      },
    ],
  ])('%s', async (_, change) => {
    const store = await copyOf(original);
    expect(await load(store)).toBe('success');
    await change(store);
    expect(refusals).toContain(await load(store));
  });
});

test('nothing damaged becomes champion', async () => {
  const store = memoryArtifactStore();
  await filled(store);
  const registry = artifactRegistry(store);
  const [file] = await store.list(`files/${model}/`);
  const champion = await registry.resolve(model, 'champion');
  await registry.rollback(model, { by, reason: 'back' });
  for (const name of await store.list(`files/${model}/`)) await store.put(name, Uint8Array.of(1));
  expect(file).toBeDefined();
  await expect(registry.promote(model, champion.id, { by, reason: 'on' })).rejects.toMatchObject({
    code: 'ARTIFACT_TRUNCATED',
  });
  expect((await registry.resolve(model, 'champion')).number).toBe(1);
});

describe('with signatures', async () => {
  const algorithm = { name: 'Ed25519' } as const;
  const pair = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const sign = {
    algorithm: 'Ed25519',
    keyId: 'release',
    privateKey: new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)),
  } as const;
  const verify = {
    algorithm: 'Ed25519',
    keyId: 'release',
    publicKey: new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey)),
  } as const;

  test('a registry that was signed is read by those who have the key', async () => {
    const store = memoryArtifactStore();
    await filled(store, artifactRegistry(store, { sign, verify }));
    const suite = await artifactRegistry(store, { verify }).load(model, 'champion');
    expect(suite.category.version).toBe(second.category.version);
  });

  test('a registry that could not read what it signs writes nothing', async () => {
    const store = memoryArtifactStore();
    const other = { ...verify, keyId: 'another' };
    const registry = artifactRegistry(store, { sign, verify: other });
    await expect(registry.register(model, first, { by })).rejects.toMatchObject({
      code: 'ARTIFACT_SIGNATURE',
    });
    expect(await store.list('log/')).toEqual([]);
  });

  test('an entry or a suite that someone without the key wrote is refused', async () => {
    const store = memoryArtifactStore();
    await filled(store);
    await expect(artifactRegistry(store, { verify }).load(model, 'champion')).rejects.toMatchObject({
      code: 'ARTIFACT_SIGNATURE',
    });
    const signed = memoryArtifactStore();
    await filled(signed, artifactRegistry(signed, { sign }));
    await artifactRegistry(signed).promote(model, 1, { by: 'intruder', reason: 'mine' });
    await expect(artifactRegistry(signed, { verify }).load(model, 'champion')).rejects.toMatchObject({
      code: 'ARTIFACT_SIGNATURE',
      details: { source: `log/${model}/000000000005` },
    });
  });
});

describe('garbage of what was killed', () => {
  test('files of a registration that never ended go after a day, not before', async () => {
    const store = memoryArtifactStore();
    await filled(store);
    let now = Date.now();
    const registry = artifactRegistry(store, { now: () => now });
    const failing = artifactRegistry({ ...store, putIfAbsent: () => Promise.reject(new Error('killed')) });
    const [third] = (await smallSuites(3)).slice(2);
    if (!third) throw new Error('There must be a third suite.');
    await expect(failing.register(model, third, { by })).rejects.toThrow('killed');
    expect((await store.list('files/')).length).toBe(6);
    // Killed between the files and the entry.
    const half = artifactRegistry({
      ...store,
      putIfAbsent: (name, bytes) =>
        name.startsWith('log/') ? Promise.reject(new Error('killed')) : store.putIfAbsent(name, bytes),
    });
    await expect(half.register(model, third, { by })).rejects.toThrow('killed');
    expect((await store.list('files/')).length).toBe(9);
    now += 86_300_000;
    expect((await registry.collectGarbage(model, { by })).files).toBe(0);
    now += 200_000;
    expect((await registry.collectGarbage(model, { by, dryRun: true })).files).toBe(3);
    expect((await registry.collectGarbage(model, { by })).files).toBe(3);
    expect((await store.list('files/')).length).toBe(6);
    expect(await load(store)).toBe('success');
  });

  test('a store that repeats a request whose answer was lost makes one change', async () => {
    const store = memoryArtifactStore();
    await filled(store);
    const repeating = artifactRegistry({
      ...store,
      putIfAbsent: async (name, bytes) => {
        await store.putIfAbsent(name, bytes);
        return store.putIfAbsent(name, bytes);
      },
    });
    const moved = await repeating.promote(model, 1, { by, reason: 'back', expected: 2 });
    expect(moved.number).toBe(1);
    expect((await repeating.history(model)).items.length).toBe(3);
  });
});
