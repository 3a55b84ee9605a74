import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseConformance } from '../conformance/index.js';
import { openPGlite } from './open-pglite.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'titans-pglite-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('conforms', () => {
  for (const { name, run } of databaseConformance(() => openPGlite(join(root, 'conformance'))))
    test(name, run);
});

test('what was committed is there when the directory is opened again', async () => {
  const directory = join(root, 'deep', 'again');
  const first = await openPGlite(directory);
  await first.query('CREATE TABLE kept (n integer)');
  await first.copyInto('kept', ['n'], [[1], [2]]);
  await first.close();
  const second = await openPGlite(directory);
  expect((await second.query('SELECT sum(n) AS sum FROM kept')).rows).toEqual([{ sum: '3' }]);
  await second.close();
});

test('a database in memory needs no directory and starts empty', async () => {
  const database = await openPGlite({ memory: true });
  await database.query('CREATE TABLE t (n integer)');
  expect(await database.copyInto('t', ['n'], [[1]])).toBe(1);
  await database.close();
});

test('a directory that cannot be made is an error with its name', async () => {
  await expect(openPGlite('/dev/null/data')).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    details: { source: '/dev/null/data' },
  });
});
