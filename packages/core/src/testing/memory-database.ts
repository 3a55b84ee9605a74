import { PGlite } from '@electric-sql/pglite';
import { pgliteDatabase } from '../pglite/pglite-database.js';
import { sessionSettings } from '../sql/session.js';
import type { Database } from '../storage/database.js';

let emptyFiles: Promise<Blob> | undefined;

/**
 * What `openPGlite({ memory: true })` opens. The files of an empty database are made once in a process: to make them anew
 * takes four times as long as to open them.
 */
export async function openMemoryDatabase(): Promise<Database> {
  emptyFiles ??= makeFiles();
  const pglite = await PGlite.create({ dataDir: 'memory://', loadDataDir: await emptyFiles });
  for (const setting of sessionSettings) await pglite.query(setting);
  return pgliteDatabase(pglite, async () => {});
}

async function makeFiles(): Promise<Blob> {
  const pglite = await PGlite.create({ dataDir: 'memory://' });
  const files = await pglite.dumpDataDir('none');
  await pglite.close();
  return files;
}
