import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { configFileNames } from '../config/config-file.js';
import { environmentFileName } from '../config/environment-file.js';
import { settledChanges } from './settled-changes.js';

/** Milliseconds without a change after which a file counts as written. */
const settledMs = 200;

/**
 * Names of files of the configuration as they change, `.env` included, until the signal is raised.
 *
 * @param given Where the file of the configuration stands, where there is one.
 */
export function configurationChanges(
  cwd: string,
  given: string | null,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  const watched = new Map([[cwd, [environmentFileName, ...configFileNames] as string[]]]);
  if (given !== null) watched.set(dirname(given), [...(watched.get(dirname(given)) ?? []), basename(given)]);
  return settledChanges(
    (changed) =>
      [...watched].map(([directory, names]) =>
        watch(directory, (_, name) => {
          if (name !== null && names.includes(name)) changed(name);
        }),
      ),
    { settledMs, signal },
  );
}
