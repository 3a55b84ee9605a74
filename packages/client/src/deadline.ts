import { TitansError } from '@titans/core/errors';

/** When work must be over. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** What is being done, for the message. */
  readonly task: string;
}

/**
 * Runs the work until the time is over or the caller's signal is raised; it then rejects at once, whether or not the
 * work heeds the signal that it was given. Leaves no timer and no listener behind.
 *
 * @throws TitansError `API_TIMEOUT` or `ABORTED`; whatever the work rejects with.
 */
export function beforeDeadline<T>(deadline: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, signal, task } = deadline;
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const stop = (error: TitansError): void => {
      reject(error);
      controller.abort(error);
    };
    const onAbort = (): void =>
      stop(new TitansError('ABORTED', `${task} was cancelled.`, { cause: signal?.reason }));
    if (signal?.aborted) return onAbort();
    const timer = setTimeout(() => {
      const message = `${task} had no complete answer within ${timeoutMs} ms.`;
      stop(new TitansError('API_TIMEOUT', message, { details: { timeoutMs } }));
    }, timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    work(controller.signal)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      });
  });
}
