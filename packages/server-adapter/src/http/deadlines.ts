import { endsWithRequests } from '../lifecycle/background.js';

/** Something that ends, in time or not. */
export interface Deadline {
  /** It has ended: nobody is told any more. */
  clear(): void;
}

/** Watches over many things that may all take equally long. */
export interface Deadlines {
  /** Calls back once the time has passed, unless it is cleared before. */
  start(onLate: () => void): Deadline;
}

interface Entry {
  readonly at: number;
  readonly onLate: () => void;
}

/**
 * Deadlines of one length need one timer: the oldest is always the first. Starting and clearing take a tenth of the time of
 * a timer of their own. They come up to a tenth of their length late, and keep no process alive. Where timers end with the
 * request that set them, each has its own.
 */
export function deadlines(timeoutMs: number, isAlone: boolean = endsWithRequests): Deadlines {
  if (isAlone) return separateDeadlines(timeoutMs);
  const entries = new Set<Entry>();
  const slackMs = Math.ceil(timeoutMs / 10);
  let isWatching = false;

  function watch(delayMs: number): void {
    isWatching = true;
    setTimeout(check, delayMs).unref?.();
  }

  function check(): void {
    isWatching = false;
    const now = performance.now();
    for (const entry of entries) {
      const remainingMs = entry.at - now;
      if (remainingMs > 0) {
        watch(Math.max(remainingMs, slackMs));
        return;
      }
      entries.delete(entry);
      entry.onLate();
    }
  }

  return {
    start(onLate) {
      const entry = { at: performance.now() + timeoutMs, onLate };
      entries.add(entry);
      if (!isWatching) watch(timeoutMs);
      return { clear: () => void entries.delete(entry) };
    },
  };
}

function separateDeadlines(timeoutMs: number): Deadlines {
  return {
    start(onLate) {
      const timer = setTimeout(onLate, timeoutMs);
      return { clear: () => clearTimeout(timer) };
    },
  };
}
