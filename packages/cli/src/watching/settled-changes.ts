import type { FSWatcher } from 'node:fs';

/**
 * Names of what changes from now on, once it has been quiet for a moment, until the signal is raised. Of several changes
 * that come together the last is told; those that come while nobody asks are kept.
 *
 * @param start Begins to watch, and calls back with a name for each change.
 */
export function settledChanges(
  start: (changed: (name: string) => void) => readonly FSWatcher[],
  { settledMs, signal }: { readonly settledMs: number; readonly signal: AbortSignal },
): AsyncGenerator<string, void, void> {
  const changes: string[] = [];
  let wake = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const watchers = start((name) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changes.push(name);
      wake();
    }, settledMs);
  });
  const stop = (): void => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    wake();
  };
  signal.addEventListener('abort', stop, { once: true });

  async function* told(): AsyncGenerator<string, void, void> {
    try {
      while (!signal.aborted) {
        const name = changes.shift();
        if (name !== undefined) yield name;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  return told();
}
