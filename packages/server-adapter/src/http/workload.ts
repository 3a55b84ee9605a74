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
   * Does it as soon as there is room. When the time is up it is no longer waited for, and its room is given to others. What
   * is done at once needs no time limit, and is given at once.
   *
   * @throws TitansError `OVERLOADED` if too many wait for room, `HANDLER_TIMEOUT`, and what the work throws.
   */
  run<T>(work: Work, begin: () => T | Promise<T>): T | Promise<T>;
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

  /** @param waiting What to wait for before it may begin. */
  function watched<T>(work: Work, waiting: Promise<void> | null, begin: () => T | Promise<T>): Promise<T> {
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
      const start = async (): Promise<void> => {
        if (isLate) return;
        hasBegun = true;
        try {
          const result = await begin();
          finish();
          resolve(result);
        } catch (error) {
          finish();
          reject(error);
        }
      };
      if (waiting === null) void start();
      else void waiting.then(start);
    });
  }

  return {
    run(work, begin) {
      const waiting = gate.enter();
      if (waiting !== null) return watched(work, waiting, begin);
      let result: ReturnType<typeof begin>;
      try {
        result = begin();
      } catch (error) {
        gate.leave();
        throw error;
      }
      if (result instanceof Promise) return watched(work, null, () => result);
      gate.leave();
      return result;
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
