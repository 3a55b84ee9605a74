import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifactStoreConformance } from '../conformance/index.js';
import { directoryArtifactStore } from './directory-artifact-store.js';
import { createFileAtomic, writeFileAtomic } from './write-file-atomic.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'titans-files-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('conforms', () => {
  let stores = 0;
  const create = () => directoryArtifactStore(join(root, `store-${stores++}`, 'deep'));
  for (const { name, run } of artifactStoreConformance(create)) test(name, run);
});

test('an artifact is a file of that name with exactly its bytes', async () => {
  await directoryArtifactStore(join(root, 'plain')).put('models/category', Uint8Array.of(1, 2, 3));
  expect([...(await readFile(join(root, 'plain', 'models', 'category')))]).toEqual([1, 2, 3]);
});

test('a list of one folder does not look into the others, nor outside', async () => {
  const store = directoryArtifactStore(join(root, 'listed'));
  await mkdir(join(root, 'listed', 'many'), { recursive: true });
  const many = Array.from({ length: 3_000 }, (_, index) => join(root, 'listed', 'many', String(index)));
  await Promise.all(many.map((path) => writeFile(path, '')));
  await writeFile(join(root, 'outside'), '');
  await store.put('few/ab', Uint8Array.of(1));
  await store.put('few/ac', Uint8Array.of(1));
  expect(await store.list('few/ab')).toEqual(['few/ab']);
  expect(await store.list('../')).toEqual([]);
  expect(await store.list('few/../../')).toEqual([]);
  const timed = async (prefix: string): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const begun = performance.now();
      await store.list(prefix);
      times.push(performance.now() - begun);
    }
    return Math.min(...times);
  };
  expect(await timed('few/')).toBeLessThan((await timed('many/')) / 3);
});

test('what a killed writer left behind is not listed', async () => {
  const directory = join(root, 'killed');
  await mkdir(directory);
  await writeFile(join(directory, '.category.1b4e28ba.tmp'), 'half');
  expect(await directoryArtifactStore(directory).list()).toEqual([]);
});

test('what a killed writer left behind is removed after a day, and nothing else', async () => {
  const directory = join(root, 'left');
  await mkdir(directory);
  const id = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
  const old = new Date(Date.now() - 25 * 3_600_000);
  for (const name of [`.a.${id}.tmp`, '.notes.tmp', 'b']) {
    await writeFile(join(directory, name), 'half');
    await utimes(join(directory, name), old, old);
  }
  await writeFile(join(directory, `.c.${id}.tmp`), 'being written');
  await directoryArtifactStore(directory).put('d', Uint8Array.of(1));
  expect((await readdir(directory)).sort()).toEqual([`.c.${id}.tmp`, '.notes.tmp', 'b', 'd']);
});

test('a write that fails leaves the old file and nothing beside it', async () => {
  const directory = join(root, 'failing');
  await mkdir(join(directory, 'folder', 'child'), { recursive: true });
  await expect(writeFileAtomic(join(directory, 'folder'), Uint8Array.of(1))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    details: { source: join(directory, 'folder') },
  });
  expect(await readdir(directory)).toEqual(['folder']);
});

test('a directory that does not exist is named in the error', async () => {
  const work = writeFileAtomic(join(root, 'absent', 'file'), Uint8Array.of(1));
  await expect(work).rejects.toThrow(/Cannot write .*absent.file: ENOENT/);
});

test('a root that is a file, or a link to nowhere, is an error of the store', async () => {
  await writeFile(join(root, 'a-file'), '');
  await symlink(join(root, 'nowhere'), join(root, 'a-link'));
  const put = (name: string): Promise<void> =>
    directoryArtifactStore(join(root, name)).put('a', Uint8Array.of(1));
  await expect(put('a-file')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(put('a-link')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});

test('of several writers that make one file exactly one does, and leaves it whole', async () => {
  const directory = join(root, 'created');
  await mkdir(directory);
  const path = join(directory, 'entry');
  const made = await Promise.all(
    [1, 2, 3, 4].map((writer) => createFileAtomic(path, new Uint8Array(100_000).fill(writer))),
  );
  expect(made.filter((isMade) => isMade).length).toBe(1);
  const bytes = await readFile(path);
  expect([bytes.length, new Set(bytes)]).toEqual([100_000, new Set([made.indexOf(true) + 1])]);
  expect(await readdir(directory)).toEqual(['entry']);
});
