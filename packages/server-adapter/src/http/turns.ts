import { AsyncResource } from 'node:async_hooks';
// Not the global one, which tests replace together with the clock.
import { setImmediate } from 'node:timers';
import { endsWithRequests } from '../lifecycle/background.js';

/** Where work of many requests is done together. */
export interface Turns {
  /**
   * Resolves when all that had arrived has been read, for everyone who waits by then. What requests have in common is then
   * done for one after the other: code and data that a processor has at hand are used for all of them, which under load
   * saves a third of the time of each. Where nothing else has arrived it takes microseconds.
   */
  next(): Promise<void>;
  /**
   * Does something when the answers of this turn have been sent, together with what others left for then, and before anyone
   * is let on who comes later. It is done in the asynchronous context in which it was left. It must not throw.
   */
  afterwards(task: () => void): void;
}

/** What was left for afterwards. */
interface Left {
  readonly context: AsyncResource;
  readonly task: () => void;
}

/** Turns of the event loop; where requests must not wait for each other, none waits, and nothing is left for afterwards. */
export function createTurns(isAlone: boolean = endsWithRequests): Turns {
  if (isAlone) return { next: () => Promise.resolve(), afterwards: (task) => task() };
  let waiting: Promise<void> | null = null;
  let left: Left[] = [];

  function takeTurn(resolve: () => void): void {
    setImmediate(() => {
      // Whoever was answered and asked again may have joined a turn that others had begun to wait for before.
      doLeft();
      waiting = null;
      resolve();
    });
  }

  function doLeft(): void {
    const tasks = left;
    left = [];
    for (const { context, task } of tasks) context.runInAsyncScope(task);
  }

  return {
    next() {
      waiting ??= new Promise(takeTurn);
      return waiting;
    },
    afterwards(task) {
      left.push({ context: new AsyncResource('TitansAfterwards'), task });
      if (left.length === 1) setImmediate(doLeft);
    },
  };
}
