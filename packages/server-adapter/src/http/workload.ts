import { deadlines } from './deadlines.js';
import type { LoadLimits } from './load-settings.js';
import { requestError } from './problem.js';
import { overloaded, turnstile } from './turnstile.js';

/** One piece of work that is being done. */
export interface Work {
  /** What is to be told when the time is up; set while the work is being done. */
  onLate: (() => void) | null;
}

/** Bounds how much is done at once, and for how long. */
export interface Workload {
  /**
   * Does it as soon as there is room. When the time is up it is no longer waited for, and its room is given to others.
   *
   * @throws TitansError `OVERLOADED` if too many wait for room, `HANDLER_TIMEOUT`, and what the work throws.
   */
  run<T>(work: Work, begin: () => Promise<T>): Promise<T>;
  /**
   * Takes room for a stream; gives what frees it, which does so once.
   *
   * @throws TitansError `OVERLOADED` if there is none.
   */
  openStream(): () => void;
}

/** Bounds as the limits say. */
export function workload({ max, maxQueued, maxStreams, handlerMs }: LoadLimits): Workload {
  const gate = turnstile(max, maxQueued);
  const watch = deadlines(handlerMs);
  let streams = 0;

  return {
    run(work, begin) {
      const waiting = gate.enter();
      return new Promise((resolve, reject) => {
        let isLate = false;
        let hasBegun = false;
        const deadline = watch.start(() => {
          isLate = true;
          if (hasBegun || waiting === null) gate.leave();
          else gate.abandon(waiting);
          reject(requestError('HANDLER_TIMEOUT', `The service gave up after ${handlerMs / 1_000} s.`));
          work.onLate?.();
        });
        const finish = (): void => {
          if (isLate) return;
          deadline.clear();
          gate.leave();
        };
        const start = (): void => {
          if (isLate) return;
          hasBegun = true;
          begin().then(
            (result) => {
              finish();
              resolve(result);
            },
            (error: unknown) => {
              finish();
              reject(error);
            },
          );
        };
        if (waiting === null) start();
        else void waiting.then(start);
      });
    },
    openStream() {
      if (streams >= maxStreams) throw overloaded('The service sends as many streams as it may.');
      streams++;
      let isOpen = true;
      return () => {
        if (isOpen) streams--;
        isOpen = false;
      };
    },
  };
}
