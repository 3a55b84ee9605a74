import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileErrorCode, storeError } from './store-error.js';

/**
 * Writes a whole file or leaves the old one as it was, also when the process is killed or the power fails: the bytes
 * go to a temporary file beside it, are flushed to the disk, and the file is renamed. The directory must exist.
 *
 * @throws TitansError `STORE_UNAVAILABLE` if the file system refuses.
 * @example
 * ```ts
 * import { writeFileAtomic } from '@titans/core/files';
 *
 * await writeFileAtomic('report.json', new TextEncoder().encode('{}'));
 * ```
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array): Promise<void> {
  await withTemporaryFile(path, bytes, (temporary) => rename(temporary, path));
}

/**
 * Writes a whole new file or none, as {@link writeFileAtomic} does, unless there is one of that name: of several writers,
 * also in other processes, exactly one makes it. The file system must have hard links.
 *
 * @returns Whether it was made.
 * @throws TitansError `STORE_UNAVAILABLE` if the file system refuses.
 */
export async function createFileAtomic(path: string, bytes: Uint8Array): Promise<boolean> {
  let isMade = true;
  await withTemporaryFile(path, bytes, async (temporary) => {
    try {
      // Unlike a rename, a link fails where the name is taken.
      await link(temporary, path);
    } catch (error) {
      if (fileErrorCode(error) !== 'EEXIST') throw error;
      isMade = false;
    }
    await rm(temporary);
  });
  return isMade;
}

/** Writes the bytes beside the path, hands the flushed file over, and flushes the directory. */
async function withTemporaryFile(
  path: string,
  bytes: Uint8Array,
  place: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await place(temporary);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw storeError('write', path, error);
  }
}

/**
 * Flushes a directory, so that a new or removed name survives a power failure. Windows has no such call: nothing is done.
 *
 * @throws Error of Node if there is no such directory or it may not be read.
 * @example
 * ```ts
 * import { rename } from 'node:fs/promises';
 * import { syncDirectory } from '@titans/core/files';
 *
 * await rename('reports/.today.tmp', 'reports/today.json');
 * await syncDirectory('reports');
 * ```
 */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
