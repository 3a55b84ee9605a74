import { breathe, throwIfAborted, type WorkOptions } from '@titans/core';

const longestBlockMs = 25;

/** Called between two units of work: reports, checks the signal, and now and then lets other work run. */
export type Pace = (done: number, total?: number) => Promise<void>;

/**
 * Paces a long fit. Yields to the event loop once 25 ms have passed since it last did, so that a server goes on
 * answering and a small fit does not pay for it. What is learned never depends on the clock.
 */
export function pace(options: WorkOptions, stage: string, unit: 'rounds' | 'rows' | 'steps'): Pace {
  let last = performance.now();
  throwIfAborted(options.signal, stage);
  return async (done, total) => {
    options.onProgress?.({ stage, done, unit, ...(total === undefined ? {} : { total }) });
    throwIfAborted(options.signal, stage);
    if (performance.now() - last < longestBlockMs) return;
    await breathe(options.signal, stage);
    last = performance.now();
  };
}
