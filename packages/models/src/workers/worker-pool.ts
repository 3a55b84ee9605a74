import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { TitansError, throwIfAborted } from '@titans/core';
import { endTeam, teamMemory } from '../estimators/parallel/team.js';
import type { SharedJob, WorkerPool } from '../estimators/parallel/worker-pool.js';
import { integerWithin, numberWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import { type PoolThread, startThread } from './pool-thread.js';

/** Options of {@link workerPool}. */
export interface WorkerPoolOptions {
  /** How many threads work at once, 1 to 256; as many as there are processors unless told. */
  readonly threads?: number;
  /**
   * Fits that take less in one thread, by an estimate from their size, stay in the thread of the caller; 200 unless
   * told. To hand over a job takes a few milliseconds, the first one also as long as the threads take to start.
   */
  readonly minWorkMs?: number;
  /**
   * After how long without work the threads end, which frees what they hold of the last fits; the next fit starts
   * others. 30,000 unless told, at most 2,147,483,647.
   */
  readonly keepIdleMs?: number;
  /** Where the program of the threads is; beside this module unless told, which a bundler may have moved. */
  readonly program?: URL;
}

/** Threads that are kept between fits. */
export interface ClosableWorkerPool extends WorkerPool, AsyncDisposable {
  /** Cancels what runs and ends all threads. The pool then takes no more work. */
  close(): Promise<void>;
}

/** A job that waits for threads. */
interface Waiting {
  readonly count: number;
  start(threads: readonly PoolThread[]): void;
  fail(reason: unknown): void;
}

/**
 * Threads that fits share their work between: pass the pool as `workers` to `fit`, `crossValidate`, a search or
 * `train`.
 *
 * Threads start with the first fit that is worth it and are kept for a while, since code that has run before is faster;
 * they do not keep the process alive. Jobs that want more threads than are free wait for their turn. Training rows are
 * copied once into memory that the threads share. Nothing refers to them after the fit, but threads without work give
 * memory back only when they end.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an option outside its range, `SOURCE_NOT_FOUND` if the program of the
 * threads is not there.
 * @example
 * ```ts
 * import { randomForest } from '@titans/models/estimators';
 * import { workerPool } from '@titans/models/workers';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * await using workers = workerPool({ threads: 2 });
 * const fitted = await randomForest().fit(matrix, Float64Array.of(1, 2, 3, 4), { seed: 7, workers });
 * fitted.predict(matrix); // the same, bit for bit, as without workers
 * ```
 */
export function workerPool(options: WorkerPoolOptions = {}): ClosableWorkerPool {
  refuseUnknownParameters('workerPool', options, ['threads', 'minWorkMs', 'keepIdleMs', 'program']);
  const size = integerWithin('threads', options.threads ?? availableParallelism(), 1, 256);
  const minWorkMs = numberWithin('minWorkMs', options.minWorkMs ?? 200, 0, Number.MAX_VALUE);
  const keepIdleMs = numberWithin('keepIdleMs', options.keepIdleMs ?? 30_000, 0, 2 ** 31 - 1);
  const program = options.program ?? new URL('./program.js', import.meta.url);
  requireProgram(program);

  const threads = new Set<PoolThread>();
  const free: PoolThread[] = [];
  const waiting: Waiting[] = [];
  const cancelRunning = new Set<(reason: TitansError) => void>();
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;

  function dropEnded(): void {
    for (const thread of threads) if (!thread.isAlive) threads.delete(thread);
    free.splice(0, free.length, ...free.filter((thread) => thread.isAlive));
  }

  /** Starts jobs in the order in which they came, as long as there are threads for the first. */
  function startWaiting(): void {
    for (let next = waiting[0]; next && !isClosed; next = waiting[0]) {
      dropEnded();
      try {
        while (free.length < next.count && threads.size < size) {
          const thread = startThread(program);
          threads.add(thread);
          free.push(thread);
        }
      } catch (error) {
        next.fail(error);
        continue;
      }
      if (free.length < next.count) return;
      waiting.shift();
      clearTimeout(idle);
      next.start(free.splice(0, next.count));
    }
  }

  function giveBack(thread: PoolThread): void {
    free.push(thread);
    startWaiting();
    if (free.length < threads.size) return;
    clearTimeout(idle);
    idle = setTimeout(endIdle, keepIdleMs).unref();
  }

  function endIdle(): void {
    for (const thread of free.splice(0)) {
      threads.delete(thread);
      void thread.end();
    }
  }

  async function run(job: SharedJob): Promise<void> {
    throwIfAborted(job.signal, job.stage);
    if (isClosed) {
      throw new TitansError('INVALID_ARGUMENT', 'The worker pool is closed. Make another.', {
        details: { field: 'workers' },
      });
    }
    const count = Math.max(1, Math.min(job.threads, size));
    const memory = teamMemory();
    await new Promise<void>((resolve, reject) => {
      let isSettled = false;
      const settle = (failure: unknown): void => {
        if (isSettled) return;
        isSettled = true;
        cancelRunning.delete(fail);
        job.signal?.removeEventListener('abort', abort);
        if (failure === null) resolve();
        else reject(failure);
      };
      const place: Waiting = { count, start, fail };
      function fail(failure: unknown): void {
        endTeam(memory);
        const at = waiting.indexOf(place);
        if (at >= 0) waiting.splice(at, 1);
        settle(failure);
      }
      function abort(): void {
        try {
          throwIfAborted(job.signal, job.stage);
        } catch (error) {
          fail(error);
        }
      }
      function hear(message: unknown): void {
        if (isSettled) return;
        try {
          job.onMessage(message);
        } catch (error) {
          fail(error);
        }
      }
      function start(chosen: readonly PoolThread[]): void {
        const share = { job: job.name, input: job.input, size: count, memory };
        let left = count;
        chosen.forEach(async (thread, rank) => {
          try {
            const failure = await thread.work({ ...share, rank }, hear);
            if (failure !== null) fail(failure);
          } catch (error) {
            fail(error);
          }
          left--;
          if (left === 0) settle(null);
          giveBack(thread);
        });
      }
      cancelRunning.add(fail);
      job.signal?.addEventListener('abort', abort);
      waiting.push(place);
      startWaiting();
    });
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearTimeout(idle);
    for (const cancel of [...cancelRunning]) {
      cancel(new TitansError('ABORTED', 'The work was cancelled: its worker pool was closed.'));
    }
    await Promise.all([...threads].map((thread) => thread.end()));
    threads.clear();
    free.length = 0;
  }

  return Object.freeze({ threads: size, minWorkMs, run, close, [Symbol.asyncDispose]: close });
}

function requireProgram(program: URL): void {
  if (program.protocol !== 'file:' || existsSync(program)) return;
  throw new TitansError(
    'SOURCE_NOT_FOUND',
    `The program of the worker threads is not at ${program.pathname}. Leave @titans/models out of the bundle, or say where it is: workerPool({ program }).`,
    { details: { source: program.pathname, field: 'program' } },
  );
}
