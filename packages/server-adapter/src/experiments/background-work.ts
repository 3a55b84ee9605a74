import type { Logger } from '../logging/logger.js';

/** Work that no request waits for. */
export interface BackgroundWork {
  /** Begins it, unless too much is under way; then, and where it fails, it is counted as lost under its name. */
  run(what: string, work: () => Promise<void>): void;
  /** Counts what was lost elsewhere. */
  lose(what: string, count?: number): void;
  readonly lost: Readonly<Record<string, number>>;
  /** Resolves when everything that was begun before has ended. */
  flush(): Promise<void>;
}

const mostPending = 1_000;

/** The first loss of each kind is logged; how much was lost, {@link BackgroundWork.lost} says. */
export function backgroundWork(logger: Logger, tenant: string): BackgroundWork {
  const pending = new Set<Promise<void>>();
  const lost: Record<string, number> = {};

  function lose(what: string, count = 1, err?: unknown): void {
    if (lost[what] === undefined) {
      logger.warn(
        { tenant, what, ...(err !== undefined && { err }) },
        'Something of an experiment was lost.',
      );
    }
    lost[what] = (lost[what] ?? 0) + count;
  }

  return {
    run(what, work) {
      if (pending.size >= mostPending) {
        lose(what);
        return;
      }
      const running = work()
        .catch((error: unknown) => lose(what, 1, error))
        .finally(() => pending.delete(running));
      pending.add(running);
    },
    lose: (what, count) => lose(what, count),
    lost,
    async flush() {
      // What is begun meanwhile is not waited for: where there is always something, this would never end.
      await Promise.all(pending);
    },
  };
}
