import { existsSync } from 'node:fs';
import { TitansError, throwIfAborted } from '@titans/core';
import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';
import { errorFrom, threadMark, type WorkReply, type WorkRequest } from './messages.js';
import { type Work, type WorkName, work } from './work.js';

/** Answers questions that take long, one at a time, beside everything else. */
export interface WorkThread {
  /**
   * @throws TitansError `NOT_READY` if too many wait, or it is not answered in time; `ABORTED`; and what the question
   * throws.
   */
  ask<Name extends WorkName>(
    name: Name,
    input: Work[Name]['input'],
    signal: AbortSignal | undefined,
  ): Promise<Work[Name]['answer']>;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** What {@link workThread} needs. */
export interface WorkThreadParts {
  readonly logger: Logger;
  /** For one question, without its wait; 20,000 unless told. */
  readonly timeoutMs?: number;
  /** Questions that wait at most, 32 unless told. */
  readonly maxWaiting?: number;
  /** Where the program of the thread is; beside this module unless told. */
  readonly program?: URL;
}

/** The other end of the thread. */
interface Thread {
  ask(request: WorkRequest): Promise<WorkReply>;
  end(): Promise<void>;
}

const keepIdleMs = 60_000;
const retryAfterSeconds = 5;

/**
 * A thread that starts with the first question and ends when there has been none for a minute. Where there are no threads,
 * or their program is not beside this module since a bundler has moved it, questions are answered in this one.
 */
export function workThread(parts: WorkThreadParts): WorkThread {
  const { logger, timeoutMs = 20_000, maxWaiting = 32, program = ownProgram() } = parts;
  let thread: Promise<Thread | null> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ending = thread;
    thread = null;
    await (await ending)?.end();
  }

  async function answer<Name extends WorkName>(
    name: Name,
    input: Work[Name]['input'],
    signal: AbortSignal | undefined,
  ): Promise<Work[Name]['answer']> {
    throwIfAborted(signal, name);
    clearTimeout(idle);
    thread ??= startThread(program, logger);
    const running = await thread;
    if (running === null) return work[name](input, signal);
    try {
      const reply = await inTime(running.ask({ name, input }), timeoutMs, () => {
        throw tooSlow(`It took longer than ${timeoutMs / 1_000} s: send less.`);
      });
      if (reply.error !== null) throw errorFrom(reply.error);
      return reply.answer as Work[Name]['answer'];
    } catch (error) {
      if (error instanceof TitansError && (error.code === 'NOT_READY' || error.code === 'WORKER_LOST')) {
        await end();
      }
      throw error;
    } finally {
      clearTimeout(idle);
      idle = setTimeout(() => void end(), keepIdleMs);
      idle.unref?.();
    }
  }

  return {
    async ask(name, input, signal) {
      if (waiting >= maxWaiting) throw tooSlow('Too many questions of this kind wait.');
      waiting++;
      const mine = last.then(() => answer(name, input, signal));
      last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        waiting--;
      }
    },
    close: end,
  };
}

/** Beside this module, or where this module was put together with the others of the package. */
function ownProgram(): URL | null {
  const places = ['./program.js', './work-thread/program.js'].map((path) => new URL(path, import.meta.url));
  return places.find((place) => place.protocol === 'file:' && existsSync(place)) ?? null;
}

async function startThread(program: URL | null, logger: Logger): Promise<Thread | null> {
  if (program === null) return null;
  try {
    const { Worker } = await import('node:worker_threads');
    const worker = new Worker(program, { workerData: threadMark, execArgv: [], name: threadMark });
    worker.unref();
    return threadOf(worker);
  } catch (err) {
    logger.warn({ err }, 'No thread could be started: long questions are answered beside the others.');
    return null;
  }
}

type NodeWorker = InstanceType<typeof import('node:worker_threads').Worker>;

function threadOf(worker: NodeWorker): Thread {
  let lost: TitansError | null = null;
  let settle: (reply: WorkReply | TitansError) => void = () => undefined;
  const lose = (cause: unknown): void => {
    lost ??= new TitansError('WORKER_LOST', 'The thread ended before its work was done.', { cause });
    settle(lost);
  };
  worker.on('message', (reply: WorkReply) => settle(reply));
  worker.on('messageerror', lose);
  worker.on('error', lose);
  worker.on('exit', lose);
  return {
    async ask(request) {
      if (lost !== null) throw lost;
      worker.ref();
      try {
        return await new Promise<WorkReply>((resolve, reject) => {
          settle = (reply) => (reply instanceof TitansError ? reject(reply) : resolve(reply));
          worker.postMessage(request);
        });
      } finally {
        settle = () => undefined;
        worker.unref();
      }
    },
    async end() {
      await worker.terminate();
    },
  };
}

function tooSlow(message: string): TitansError {
  return requestError('NOT_READY', message, { headers: { 'retry-after': String(retryAfterSeconds) } });
}
