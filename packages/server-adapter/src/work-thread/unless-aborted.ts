import { throwIfAborted } from '@titans/core';

/**
 * Waits for something as long as it is wanted. What comes later is ignored, and so is its error.
 *
 * @param what Names it in the error.
 * @throws TitansError `ABORTED` as soon as the signal is raised.
 */
export async function unlessAborted<T>(
  awaited: Promise<T>,
  signal: AbortSignal | undefined,
  what: string,
): Promise<T> {
  if (signal === undefined) return awaited;
  let stop = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([
      awaited,
      aborted.then((): never => {
        throwIfAborted(signal, what);
        throw signal.reason;
      }),
    ]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
