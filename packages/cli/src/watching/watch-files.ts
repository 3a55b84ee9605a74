import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TitansError } from '@titans/core/errors';
import { settledChanges } from './settled-changes.js';

/** Milliseconds without a change after which what was written counts as complete. */
const settledMs = 400;

/**
 * Begins to watch the directories of some files or patterns, and tells each time something changes there, until the signal is
 * raised.
 *
 * @throws TitansError `SOURCE_NOT_FOUND` for a directory that cannot be watched.
 */
export async function watchFiles(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<AsyncGenerator<string, void, void>> {
  const directories = new Map<string, boolean>();
  for (const path of paths) {
    const [directory, isDeep] = await directoryOf(path);
    directories.set(directory, isDeep || directories.get(directory) === true);
  }
  return settledChanges(
    (changed) =>
      [...directories].map(([directory, recursive]) => {
        try {
          return watch(directory, { recursive }, () => changed(directory));
        } catch (cause) {
          throw new TitansError('SOURCE_NOT_FOUND', `The directory ${directory} cannot be watched.`, {
            details: { source: directory },
            cause,
          });
        }
      }),
    { settledMs, signal },
  );
}

/** The directory to watch, and whether those below it count: the part of a pattern before its first wildcard. */
async function directoryOf(path: string): Promise<[directory: string, isDeep: boolean]> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const fixed = isFile ? path : path.slice(0, /[*?{[(!]|$/.exec(path)?.index);
  const isDeep = !isFile && path.slice(fixed.length).includes('/');
  return [fixed.endsWith('/') ? fixed : dirname(fixed), isDeep];
}
