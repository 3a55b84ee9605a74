import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileErrorCode } from './store-error.js';

/**
 * Makes a directory and those above it that are missing. What is there stays as it is.
 *
 * Unlike `mkdir` with `recursive` it always ends: that of Node 20 tries for ever where a file system takes no directories, as
 * `/proc`, because the answer is the same as that to a missing parent.
 *
 * @throws The error of the file system, such as `EACCES`, or `ENOTDIR` and `EEXIST` where a file is in the way.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isDirectory(path)) return;
    const parent = dirname(path);
    if (fileErrorCode(error) !== 'ENOENT' || parent === path) throw error;
    await makeDirectory(parent);
    // Another process may have made one of them meanwhile; what is missing still is never to be had.
    await mkdir(path).catch(async (again: unknown) => {
      if (!(await isDirectory(path))) throw again;
    });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
