import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseConformance } from '../conformance/index.js';
import type { Database } from '../storage/database.js';
import { openPGlite } from './open-pglite.js';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'titans-pglite-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('conforms', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openPGlite(join(root, 'conformance'));
  });
  afterAll(() => database.close());
  // To open one anew for every case takes most of the time; those about closing need one of their own.
  const lent = (): Database => ({ ...database, close: async () => {} });
  const isAboutClosing = (name: string): boolean => /a closed database|inside its own transaction/.test(name);
  const own = databaseConformance(() => openPGlite(join(root, 'own'))).filter(({ name }) =>
    isAboutClosing(name),
  );
  const others = databaseConformance(lent).filter(({ name }) => !isAboutClosing(name));
  test('two cases are about closing', () => expect(own).toHaveLength(2));
  for (const { name, run } of [...own, ...others]) test(name, run);
});

test('what was committed is there when the directory is opened again', async () => {
  const directory = join(root, 'deep', 'again');
  const first = await openPGlite(directory);
  await first.query('CREATE TABLE kept (n integer)');
  await first.copyInto('kept', ['n'], [[1], [2]]);
  await first.close();
  const second = await openPGlite(directory);
  expect((await second.query('SELECT sum(n) AS sum FROM kept')).rows).toEqual([{ sum: '3' }]);
  const flushing = await second.query(`SELECT current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS commit, current_setting('wal_sync_method') AS method`);
  expect(flushing.rows).toEqual([{ fsync: 'on', commit: 'on', method: 'fsync' }]);
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

test('a directory in use is refused; what a killed process had committed is kept and its lock taken over', async () => {
  const directory = join(root, 'shared');
  const program = fileURLToPath(new URL('../testing/pglite-writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(openPGlite(directory)).rejects.toMatchObject({
    code: 'DATABASE_LOCKED',
    details: { pid: child.pid, source: join(directory, 'lock') },
  });
  child.kill('SIGKILL');
  await once(child, 'exit');

  const database = await openPGlite(directory);
  const { rows } = await database.query('SELECT n FROM written ORDER BY n');
  expect(rows).toEqual([{ n: 1 }]);
  await database.close();
  expect(await readdir(directory)).toEqual(['pgdata']);
}, 120_000);

test('a process that was killed while it made a database leaves none that is half made', async () => {
  const directory = join(root, 'unfinished');
  const program = fileURLToPath(new URL('../testing/pglite-writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, directory], { stdio: 'ignore' });
  while (!(await readdir(directory).catch((): string[] => [])).includes('pgdata.unfinished')) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await readdir(directory)).not.toContain('pgdata');

  const database = await openPGlite(directory);
  expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await database.close();
  expect(await readdir(directory)).toEqual(['pgdata']);
}, 120_000);
