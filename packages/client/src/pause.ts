import { TitansError } from '@titans/core/errors';

/** @throws TitansError `ABORTED` as soon as the signal is raised. */
export function pause(ms: number, signal: AbortSignal | undefined, task: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new TitansError('ABORTED', `${task} was cancelled.`, { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
