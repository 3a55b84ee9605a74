import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { configFileNames } from '../../config/config-file.js';
import { environmentFileName } from '../../config/environment-file.js';

/** Milliseconds without a change after which a file counts as written. */
const settledMs = 200;

/**
 * Names of files of the configuration as they change, `.env` included, until the signal is raised.
 *
 * @param given Where the file of the configuration stands, where there is one.
 */
export async function* configurationChanges(
  cwd: string,
  given: string | null,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const changed: string[] = [];
  let wake: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  const watched = new Map<string, readonly string[]>([[cwd, [environmentFileName, ...configFileNames]]]);
  if (given !== null && dirname(given) !== cwd) watched.set(dirname(given), [basename(given)]);
  else if (given !== null) watched.set(cwd, [...(watched.get(cwd) ?? []), basename(given)]);
  const watchers = [...watched].map(([directory, names]) =>
    watch(directory, (_, name) => {
      if (name === null || !names.includes(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        changed.push(name);
        wake?.();
      }, settledMs);
    }),
  );
  const stopped = (): void => wake?.();
  signal.addEventListener('abort', stopped);
  try {
    while (!signal.aborted) {
      const name = changed.shift();
      if (name !== undefined) yield name;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', stopped);
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}
