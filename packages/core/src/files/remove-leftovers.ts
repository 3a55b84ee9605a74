import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileErrorCode, storeError } from './store-error.js';

/** How `writeFileAtomic` names what it writes before it has its place. */
const temporaryName = /^\..+\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
/** No write takes a day: what is older belongs to a writer that was killed. */
const dayMs = 86_400_000;

/**
 * Removes the temporary files that killed writers left in a directory.
 *
 * @throws TitansError `STORE_UNAVAILABLE` if the file system refuses.
 */
export async function removeLeftovers(directory: string): Promise<void> {
  try {
    for (const name of await readdir(directory)) {
      if (!temporaryName.test(name)) continue;
      const path = join(directory, name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs < Date.now() - dayMs) await rm(path, { force: true });
    }
  } catch (error) {
    // Another process may remove them too, or finish what it writes.
    if (fileErrorCode(error) !== 'ENOENT') throw storeError('list', directory, error);
  }
}
