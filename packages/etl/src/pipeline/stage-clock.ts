/** Stages that are timed; what is left of the total is the load, which asks for the rows. */
export type Stage = 'extract' | 'transform' | 'expect';

/** Tells how long each stage takes, though each asks the one before it for its rows. */
export interface StageClock {
  /** Adds the time that the work takes to a stage, without that of stages inside it. */
  time<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  /** Adds the time spent waiting for each item to a stage. */
  timed<T>(stage: Stage, items: AsyncIterable<T>): AsyncIterable<T>;
  /** Milliseconds so far. */
  spent(): Readonly<Record<Stage | 'total', number>>;
}

/** Starts a clock. */
export function stageClock(): StageClock {
  const begun = performance.now();
  const spent: Record<Stage, number> = { extract: 0, transform: 0, expect: 0 };
  let nested = 0;

  async function time<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const outer = nested;
    nested = 0;
    try {
      return await work();
    } finally {
      const elapsed = performance.now() - from;
      spent[stage] += elapsed - nested;
      nested = outer + elapsed;
    }
  }

  async function* timed<T>(stage: Stage, items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await time(stage, () => iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  return { time, timed, spent: () => ({ ...spent, total: performance.now() - begun }) };
}
