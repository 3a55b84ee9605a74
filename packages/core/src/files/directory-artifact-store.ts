import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { TitansError } from '../errors/titans-error.js';
import { checkArtifactName, folderClash } from '../storage/artifact-name.js';
import type { ArtifactStore } from '../storage/artifact-store.js';
import { makeDirectory } from './make-directory.js';
import { removeLeftovers } from './remove-leftovers.js';
import { fileErrorCode, storeError } from './store-error.js';
import { createFileAtomic, syncDirectory, writeFileAtomic } from './write-file-atomic.js';

/**
 * Keeps each artifact as one file below a directory, which is made when the first is put. Several processes may use
 * the directory, which `putIfAbsent` needs a file system with hard links for. Names that differ only in case need a file system that tells them apart.
 *
 * @throws TitansError from its methods: `KEY_INVALID`, `NOT_FOUND`, `STORE_UNAVAILABLE` if the file system refuses.
 * @example
 * ```ts
 * import { directoryArtifactStore } from '@titans/core/files';
 *
 * const store = directoryArtifactStore('./models');
 * await store.put('category', new Uint8Array([1, 2, 3]));
 * ```
 */
export function directoryArtifactStore(path: string): ArtifactStore {
  const root = resolve(path);
  /** Folders that this store has written to, and in which it has looked for what killed writers left. */
  const written = new Set<string>();

  function fileOf(name: string): string {
    checkArtifactName(name);
    return join(root, ...name.split('/'));
  }

  /** Where all names lie that begin so, so that no others are looked at; `null` where none can. */
  function folderOf(prefix: string): string | null {
    const folders = prefix.split('/').slice(0, -1);
    return folders.every((folder) => /^[\w-][\w.-]*$/.test(folder)) ? join(root, ...folders) : null;
  }

  return {
    async put(name, bytes) {
      const file = fileOf(name);
      await prepareFolder(dirname(file), name);
      try {
        await writeFileAtomic(file, bytes);
      } catch (error) {
        if (isFolderError(error)) throw folderClash(name, `${name}/…`, error);
        throw error;
      }
    },

    async putIfAbsent(name, bytes) {
      const file = fileOf(name);
      await prepareFolder(dirname(file), name);
      if (await createFileAtomic(file, bytes)) return true;
      // Whoever made it may have removed it since.
      const found = await stat(file).catch(() => null);
      if (found?.isDirectory() === true) throw folderClash(name, `${name}/…`);
      return false;
    },

    async get(name) {
      const file = fileOf(name);
      try {
        return new Uint8Array(await readFile(file));
      } catch (error) {
        if (isAbsent(error)) {
          throw new TitansError('NOT_FOUND', `There is no artifact "${name}" in ${root}.`, {
            details: { source: root, value: name },
          });
        }
        throw storeError('read', file, error);
      }
    },

    async list(prefix = '') {
      const names: string[] = [];
      const folder = folderOf(prefix);
      if (folder === null) return names;
      try {
        for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
          const name = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
          // Temporary files of a writer, the only ones with a dot in front, are not artifacts yet.
          if (entry.isFile() && !entry.name.startsWith('.') && name.startsWith(prefix)) names.push(name);
        }
      } catch (error) {
        if (!isAbsent(error)) throw storeError('list', folder, error);
      }
      return names.sort();
    },

    async delete(name) {
      const file = fileOf(name);
      try {
        await unlink(file);
        await syncDirectory(dirname(file));
        return true;
      } catch (error) {
        if (isAbsent(error)) return false;
        throw storeError('delete', file, error);
      }
    },
  };

  async function prepareFolder(folder: string, name: string): Promise<void> {
    await makeFolder(folder, name);
    if (written.has(folder)) return;
    written.add(folder);
    await removeLeftovers(folder);
  }

  async function makeFolder(folder: string, name: string): Promise<void> {
    try {
      await makeDirectory(folder);
    } catch (error) {
      const code = fileErrorCode(error);
      if ((code === 'EEXIST' || code === 'ENOTDIR') && folder !== root) {
        throw folderClash(name, name.slice(0, name.lastIndexOf('/')), error);
      }
      throw storeError('write', folder, error);
    }
  }
}

/** A name is also absent if it is a folder, or would lie in a file. */
function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(fileErrorCode(error) ?? '');
}

function isFolderError(error: unknown): boolean {
  return (
    error instanceof Error && ['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(fileErrorCode(error.cause) ?? '')
  );
}
