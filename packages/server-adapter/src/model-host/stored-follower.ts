import type { PlainDate } from '@titans/core';
import type { FollowedSuite } from '@titans/models/lifecycle';
import { inTime } from '../http/in-time.js';
import { createStopper, type Stopping, signalOf } from '../lifecycle/stopping.js';

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
  /**
   * The same of what was stored just now. Resolves when it was read, or after a second; at once where it is known that a
   * second is too short, so that those who store are not kept waiting for nothing.
   */
  stored(days: StoredDays): Promise<void>;
  /** Reads for a suite that is about to answer. Resolves when it was read, or after ten seconds. */
  begin(suite: FollowedSuite): Promise<void>;
  /** Told once a suite that was begun is one of the suites: what was stored since then it is to know too. */
  answers(suite: FollowedSuite): void;
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
/** For so long reading is waited for; where it takes longer, models answer without it meanwhile. */
const storedWaitMs = 1_000;
const beginWaitMs = 10_000;

/** Reads for models one after the other, never twice at once. What could not be read is asked for again with the next. */
export function storedFollower({ suites, attempt }: StoredFollowerParts): StoredFollower {
  const closing = createStopper();
  let waiting: StoredDays | null = null;
  let next: Promise<void> | null = null;
  let last: Promise<void> = Promise.resolve();
  let paidUntil = 0;
  let tookMs = 0;
  let ever: StoredDays | null = null;
  let times = 0;
  /** How often something had been stored when a suite was begun. */
  const timesBefore = new WeakMap<FollowedSuite, number>();

  /** Milliseconds before the next reading. */
  function pauseMs(): number {
    return Math.min(paidUntil - aheadMs - performance.now(), longestPauseMs);
  }

  async function untilClosed(work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const { signal, release } = signalOf(closing);
    try {
      await work(signal);
    } finally {
      release();
    }
  }

  async function read(): Promise<void> {
    await pause(pauseMs(), closing);
    const days = waiting;
    waiting = null;
    next = null;
    if (closing.isStopping) return;
    const started = performance.now();
    const isDone = await attempt(() =>
      untilClosed(async (signal) => {
        for (const suite of suites()) await suite.refresh({ signal, ...(days !== null && { stored: days }) });
      }),
    );
    if (!isDone) waiting = together(waiting, days);
    tookMs = performance.now() - started;
    paidUntil = Math.max(paidUntil, started) + leastTimes * tookMs;
  }

  function follow(days: StoredDays | null): Promise<void> {
    waiting = together(waiting, days);
    if (next === null) {
      next = last.then(read);
      last = next;
    }
    return next;
  }

  return {
    follow,
    async stored(days) {
      ever = together(ever, days);
      times++;
      const isSoon = pauseMs() + tookMs < storedWaitMs;
      const reading = follow(days);
      if (isSoon) await inTime(reading, storedWaitMs, () => undefined);
    },
    async begin(suite) {
      timesBefore.set(suite, times);
      const reading = attempt(() => untilClosed((signal) => suite.refresh({ signal })));
      await inTime(reading, beginWaitMs, () => false);
    },
    answers(suite) {
      if (timesBefore.get(suite) !== times) void follow(ever);
    },
    close: closing.stop,
  };
}

function together(one: StoredDays | null, other: StoredDays | null): StoredDays | null {
  if (one === null || other === null) return one ?? other;
  const [from] = [one.from, other.from].sort() as [PlainDate, PlainDate];
  const [, to] = [one.to, other.to].sort() as [PlainDate, PlainDate];
  return { from, to };
}

/** Waits, or no longer where it is closed. */
async function pause(milliseconds: number, closing: Stopping): Promise<void> {
  if (milliseconds <= 0 || closing.isStopping) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      forget();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    // A process that has nothing else to do may end.
    if (typeof timer === 'object') timer.unref();
    const forget = closing.onStop(end);
  });
}
