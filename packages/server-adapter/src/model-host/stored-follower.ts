import type { PlainDate } from '@titans/core';
import type { FollowedSuite } from '@titans/models/lifecycle';

/** First and last day of what was stored. */
export interface StoredDays {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Lets models follow what is stored. */
export interface StoredFollower {
  /**
   * Lets the models read what was stored since. Calls that come before it began share one reading.
   *
   * @param days Of what was stored, where it is known that something was.
   * @returns When it was read, or could not be.
   */
  follow(days: StoredDays | null): Promise<void>;
  /** Ends what goes on; nothing is read after it. */
  close(): void;
}

/** What {@link storedFollower} needs. */
export interface StoredFollowerParts {
  /** Those that are to follow now. */
  readonly suites: () => Iterable<FollowedSuite>;
  /** Does work that may fail, and says so. @returns Whether it was done. */
  readonly attempt: (work: () => Promise<void>) => Promise<boolean>;
}

/** Of the time, reading takes a tenth at most: so many times as long has to pass. */
const leastTimes = 10;
/** As much of that may be ahead of it: what takes little is read at once, though it comes in a burst. */
const aheadMs = 1_000;
const longestPauseMs = 60_000;

/** Reads for models one after the other, never twice at once. What could not be read is asked for again with the next. */
export function storedFollower({ suites, attempt }: StoredFollowerParts): StoredFollower {
  const closing = new AbortController();
  const { signal } = closing;
  let waiting: StoredDays | null = null;
  let next: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();
  let paidUntil = 0;

  async function read(): Promise<void> {
    await pause(Math.min(paidUntil - aheadMs - performance.now(), longestPauseMs), signal);
    const days = waiting;
    waiting = null;
    next = null;
    if (signal.aborted) return;
    const started = performance.now();
    const isDone = await attempt(async () => {
      for (const suite of suites()) await suite.refresh({ signal, ...(days !== null && { stored: days }) });
    });
    if (!isDone) waiting = together(waiting, days);
    paidUntil = Math.max(paidUntil, started) + leastTimes * (performance.now() - started);
  }

  return {
    follow(days) {
      waiting = together(waiting, days);
      if (next === null) {
        next = last.then(read);
        last = next;
      }
      return next;
    },
    close: () => closing.abort(),
  };
}

function together(one: StoredDays | null, other: StoredDays | null): StoredDays | null {
  if (one === null || other === null) return one ?? other;
  const [from] = [one.from, other.from].sort() as [PlainDate, PlainDate];
  const [, to] = [one.to, other.to].sort() as [PlainDate, PlainDate];
  return { from, to };
}

/** Waits, or no longer where the signal is raised. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}
