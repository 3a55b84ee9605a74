import type { WorkOptions } from '@titans/core';
import type { Team } from './team.js';

/**
 * Threads that fits share their work between. `workerPool` of `@titans/models/workers` makes one; what is learned does
 * not depend on whether there is one, nor on how many threads it has.
 */
export interface WorkerPool {
  /** How many threads it has. */
  readonly threads: number;
  /** Fits that take less in one thread, by an estimate from their size, stay in the thread of the caller. */
  readonly minWorkMs: number;
  /**
   * For estimators: does a job in several threads at once.
   *
   * @throws TitansError `ABORTED`, `WORKER_LOST` if a thread ended early, `INVALID_ARGUMENT` once the pool is closed,
   * and whatever the job or `onMessage` throws. Threads of a job that failed are free for others as soon as they have
   * come to its next step.
   */
  run(job: SharedJob): Promise<void>;
}

/** A job for several threads. */
export interface SharedJob extends Pick<WorkOptions, 'signal'> {
  /** What the program of the threads knows it as. */
  readonly name: string;
  /** What the work is called when it is cancelled. */
  readonly stage: string;
  /** At most so many threads; fewer if the pool has no more. */
  readonly threads: number;
  /** Given to every thread. Arrays over a `SharedArrayBuffer` are shared, all else is copied. */
  readonly input: unknown;
  /** Hears in the thread of the caller what the threads say, the words of each in their order. */
  readonly onMessage: (message: unknown) => void;
}

/** What a thread does of a job. */
export type JobProgram = (
  input: unknown,
  team: Team,
  say: (message: unknown, transfer: readonly ArrayBuffer[]) => void,
) => void | Promise<void>;

/** The pool, if a fit is worth sharing. */
export function poolFor(pool: WorkerPool | undefined, estimatedMs: number): WorkerPool | null {
  return pool !== undefined && estimatedMs >= pool.minWorkMs ? pool : null;
}
