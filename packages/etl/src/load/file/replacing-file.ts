import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TitansError } from '@titans/core';
import { syncDirectory } from '@titans/core/files';
import { systemCodeOf } from '../../errors/system-code.js';

/** A file that is written beside its place and takes it only when it is complete. */
export interface ReplacingFile {
  write(bytes: Uint8Array | string): Promise<void>;
  /** Flushes it to the disk. */
  finish(): Promise<void>;
  /** Takes the place of the old file, after `finish`. */
  replace(): Promise<void>;
  /** Leaves the old file as it is. */
  discard(): Promise<void>;
}

/** @throws TitansError `STORE_UNAVAILABLE` if the file system refuses, as all its functions. */
export async function replacingFile(path: string): Promise<ReplacingFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  // Found out before the work is done, and who may read the old file may read the new one.
  const mode = await guarded(path, () => modeOf(path));
  let file: FileHandle | null = await guarded(path, () => open(temporary, 'wx', mode));

  async function closed(): Promise<void> {
    await file?.close();
    file = null;
  }

  return {
    write: (bytes) => guarded(path, async () => void (await file?.writeFile(bytes))),
    finish: () =>
      guarded(path, async () => {
        await file?.sync();
        await closed();
      }),
    replace: () =>
      guarded(path, async () => {
        await rename(temporary, path);
        await syncDirectory(dirname(path));
      }),
    discard: () =>
      guarded(path, async () => {
        await closed();
        await rm(temporary, { force: true });
      }),
  };
}

/** The permissions of the file that is to be replaced; those of a new one where there is none. */
async function modeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found?.isDirectory()) throw Object.assign(new Error('a directory'), { code: 'EISDIR' });
  return found === null ? 0o666 : found.mode & 0o777;
}

/** Removes a file that may be there. */
export async function removeFile(path: string): Promise<void> {
  await guarded(path, () => rm(path, { force: true }));
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = systemCodeOf(cause) ?? String(cause);
    throw new TitansError(
      'STORE_UNAVAILABLE',
      `Cannot write ${path}: ${reason}. Check that its directory exists, the permissions and the space on the disk.`,
      { details: { source: path }, cause },
    );
  }
}
