import { Worker } from 'node:worker_threads';
import { TitansError } from '@titans/core';
import { errorFrom, type Share, type ThreadMessage, threadMark } from './thread-messages.js';

/** One thread of a pool. It keeps the process alive only while it works. */
export interface PoolThread {
  /** Whether it can still be asked to work. */
  readonly isAlive: boolean;
  /**
   * Does a share. Resolves once the thread is free again: with what went wrong, or with `null`.
   *
   * @param hear Must not throw.
   */
  work(share: Share, hear: (message: unknown) => void): Promise<TitansError | null>;
  end(): Promise<void>;
}

/** Starts a thread. */
export function startThread(program: URL): PoolThread {
  // Options such as a loader of TypeScript are for the program of the caller.
  const worker = new Worker(program, { workerData: threadMark, execArgv: [], name: threadMark });
  worker.unref();
  let isAlive = true;
  let failure: unknown;
  let hear: (message: ThreadMessage) => void = () => undefined;
  let lose: (error: TitansError) => void = () => undefined;
  worker.on('message', (message: ThreadMessage) => hear(message));
  worker.on('messageerror', (error) => {
    failure = error;
    void worker.terminate();
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', (exitCode) => {
    isAlive = false;
    lose(lostThread(exitCode, failure));
  });
  return {
    get isAlive() {
      return isAlive;
    },
    async work(share, hearMessage) {
      worker.ref();
      try {
        return await new Promise<TitansError | null>((resolve, reject) => {
          lose = resolve;
          hear = (message) => {
            if (message.type === 'said') hearMessage(message.message);
            else resolve(message.type === 'done' ? null : errorFrom(message.error));
          };
          try {
            worker.postMessage(share);
          } catch (error) {
            reject(error);
          }
          if (!isAlive) resolve(lostThread(null, failure));
        });
      } finally {
        hear = () => undefined;
        lose = () => undefined;
        worker.unref();
      }
    },
    async end() {
      await worker.terminate();
    },
  };
}

function lostThread(exitCode: number | null, cause: unknown): TitansError {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new TitansError(
    'WORKER_LOST',
    `A worker thread ended before its work was done${why}. Fit again: the pool starts another; if it lacked memory, use fewer threads.`,
    { details: { ...(exitCode === null ? {} : { exitCode }) }, ...(cause === undefined ? {} : { cause }) },
  );
}
