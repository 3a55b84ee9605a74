import { requestError } from './problem.js';

/** Lets so many in at once. */
export interface Turnstile {
  /**
   * Takes a place, at once or as soon as one is free; first come, first served. `null`: it was taken at once.
   *
   * @throws TitansError `OVERLOADED` if too many wait already.
   */
  enter(): Promise<void> | null;
  /** Gives a place back. */
  leave(): void;
  /** Stops waiting for the place that `enter` promised; if it has come already, it is given back. */
  abandon(waiting: Promise<void>): void;
}

const retryAfterSeconds = '1';

/** `max` places, and `maxQueued` who wait for one. */
export function turnstile(max: number, maxQueued: number): Turnstile {
  const queue = new Map<Promise<void>, () => void>();
  let inside = 0;
  return {
    enter() {
      if (inside < max) {
        inside++;
        return null;
      }
      if (queue.size >= maxQueued) throw overloaded('The service is busy.');
      let admit: () => void = () => undefined;
      const waiting = new Promise<void>((resolve) => {
        admit = resolve;
      });
      queue.set(waiting, admit);
      return waiting;
    },
    leave() {
      const next = queue.entries().next();
      if (next.done === true) {
        inside--;
        return;
      }
      const [waiting, admit] = next.value;
      queue.delete(waiting);
      admit();
    },
    abandon(waiting) {
      if (!queue.delete(waiting)) this.leave();
    },
  };
}

/** The refusal of a request that there is no room for now. */
export function overloaded(why: string): Error {
  return requestError('OVERLOADED', `${why} Try again in a second.`, {
    headers: { 'retry-after': retryAfterSeconds },
  });
}
