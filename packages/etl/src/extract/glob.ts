import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { TitansError } from '@titans/core';
import { requireText } from '../validation/arguments.js';

/**
 * The files that a path names: itself, or where it holds wildcards (`*`, `?`, `[…]` or `{a,b}`) those that match, in the order
 * of their paths, absolute ones where the pattern is. A file can have a name that looks like a pattern, such as
 * `export [1].csv`: then it is that file.
 *
 * @throws TitansError `SOURCE_NOT_FOUND` for a pattern that no file matches, `INVALID_ARGUMENT` for anything but text.
 * @example
 * ```ts
 * import { filesOf } from '@titans/etl';
 *
 * const statement = await filesOf('export [1].csv');
 * ```
 */
export async function filesOf(path: string): Promise<readonly string[]> {
  requireText(path, 'path', 'The path must be text');
  if (await isFile(path)) return [path];
  // Loaded when asked for, since it does not start where there are no files.
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(path)) return [path];
  const files = await glob(path, { absolute: isAbsolute(path), expandDirectories: false, onlyFiles: true });
  if (files.length === 0) {
    throw new TitansError('SOURCE_NOT_FOUND', `No file matches "${path}".`, { details: { source: path } });
  }
  return files.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
