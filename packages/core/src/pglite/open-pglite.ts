import { rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { makeDirectory } from '../files/make-directory.js';
import { storeError } from '../files/store-error.js';
import { syncDirectory } from '../files/write-file-atomic.js';
import { databaseError } from '../sql/database-error.js';
import { optionalPackage } from '../sql/optional-package.js';
import { sessionSettings } from '../sql/session.js';
import type { Database } from '../storage/database.js';
import { lockFile, type Unlock } from './directory-lock.js';
import { flushDirectory, flushingFiles, flushingStartParameters } from './flushing-files.js';
import { pgliteDatabase } from './pglite-database.js';

/**
 * Opens an embedded PostgreSQL (PGlite), and makes it if the directory has none. Below the directory, `pgdata` holds
 * the database and `lock` names the process that uses it. What was committed is on the disk: every commit is flushed
 * (fsync), so that it survives the end of the process and, as far as the disk keeps its word, of the power.
 *
 * The first time takes some seconds; PGlite uses several hundred megabytes of memory.
 *
 * @param location A directory, or `{ memory: true }` for a database that is gone when it is closed.
 * @throws TitansError `DATABASE_LOCKED` if another process uses the directory, or this one already does,
 * `STORE_UNAVAILABLE` if the directory cannot be written, `DATABASE_UNAVAILABLE` if PGlite cannot open it, `DEPENDENCY_MISSING` if `@electric-sql/pglite` is not installed.
 * @example
 * ```ts
 * import { openPGlite } from '@titans/core/pglite';
 *
 * const database = await openPGlite('./titans-data');
 * const { rows } = await database.query('SELECT $1::int + 1 AS sum', [41]);
 * await database.close();
 * ```
 */
export async function openPGlite(location: string | { readonly memory: true }): Promise<Database> {
  const [{ PGlite }, { NodeFS }] = await optionalPackage(
    () => Promise.all([import('@electric-sql/pglite'), import('@electric-sql/pglite/nodefs')]),
    ['@electric-sql/pglite'],
  );
  if (typeof location !== 'string')
    return open(
      () => PGlite.create({ dataDir: 'memory://' }),
      async () => {},
    );
  const directory = resolve(location);
  try {
    await makeDirectory(directory);
  } catch (error) {
    throw storeError('write', directory, error);
  }
  const unlock = await lockFile(join(directory, 'lock'));
  const startParams = flushingStartParameters(PGlite.defaultStartParams);
  const openData = (data: string): Promise<PGlite> =>
    PGlite.create({ fs: flushingFiles(NodeFS, data), startParams });
  const makeData = (dataDir: string): Promise<PGlite> => PGlite.create({ dataDir });
  return open(() => openDirectory(directory, makeData, openData), unlock);
}

async function open(start: () => Promise<PGlite>, unlock: Unlock): Promise<Database> {
  let pglite: PGlite | undefined;
  try {
    pglite = await start();
    for (const setting of sessionSettings) await pglite.query(setting);
    return await pgliteDatabase(pglite, unlock);
  } catch (error) {
    await pglite?.close();
    await unlock();
    throw databaseError(error);
  }
}

/**
 * A new database is made beside its place, flushed as a whole, and then moved, so that a process killed meanwhile leaves
 * no half of one.
 */
async function openDirectory(
  directory: string,
  makeData: (data: string) => Promise<PGlite>,
  openData: (data: string) => Promise<PGlite>,
): Promise<PGlite> {
  const dataDirectory = join(directory, 'pgdata');
  if (!(await exists(dataDirectory))) {
    const unfinished = join(directory, 'pgdata.unfinished');
    await rm(unfinished, { recursive: true, force: true });
    const pglite = await makeData(unfinished);
    await pglite.close();
    await flushDirectory(unfinished);
    await rename(unfinished, dataDirectory);
    await syncDirectory(directory);
  }
  return openData(dataDirectory);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
