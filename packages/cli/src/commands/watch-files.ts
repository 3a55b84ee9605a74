import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TitansError } from '@titans/core/errors';

/** Milliseconds without a change after which what was written counts as complete. */
const settledMs = 400;

/**
 * Tells each time something changed in the directories of some files or patterns, once it has been quiet for a moment, until
 * the signal is raised.
 *
 * @throws TitansError `SOURCE_NOT_FOUND` for a directory that is not there.
 */
export async function* filesWatched(
  paths: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<void, void, void> {
  let wake: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let hasChanged = false;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      hasChanged = true;
      wake?.();
    }, settledMs);
  };
  const stopped = (): void => wake?.();
  signal.addEventListener('abort', stopped);
  const watchers = await watchersOf(paths, changed);
  try {
    while (!signal.aborted) {
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      if (signal.aborted) return;
      hasChanged = false;
      yield;
    }
  } finally {
    signal.removeEventListener('abort', stopped);
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}

async function watchersOf(paths: readonly string[], changed: () => void): Promise<readonly FSWatcher[]> {
  const directories = new Map<string, boolean>();
  for (const path of paths) {
    const [directory, isDeep] = await directoryOf(path);
    directories.set(directory, isDeep || directories.get(directory) === true);
  }
  return [...directories].map(([directory, recursive]) => {
    try {
      return watch(directory, { recursive }, changed);
    } catch (cause) {
      throw new TitansError('SOURCE_NOT_FOUND', `The directory ${directory} cannot be watched.`, {
        details: { source: directory },
        cause,
      });
    }
  });
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
