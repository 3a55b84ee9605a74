import { existsSync } from 'node:fs';
import { type ErrorCode, isTitansError, TitansError, throwIfAborted } from '@titans/core';
import { inTime } from '../http/in-time.js';
import { requestError } from '../http/problem.js';
import { turnstile } from '../http/turnstile.js';
import type { Logger } from '../logging/logger.js';
import { errorFrom, threadMark, type WorkReply, type WorkRequest } from './messages.js';
import { unlessAborted } from './unless-aborted.js';
import { type Work, type WorkName, work } from './work.js';

/** Answers questions that take long, one at a time, beside everything else. */
export interface WorkThread {
  /**
   * @param signal Raised when nobody waits for the answer any more: a question that waits gives up its place, and work on
   * one ends with its thread.
   * @throws TitansError `OVERLOADED` if too many wait, `NOT_READY` if it is not answered in time, `ABORTED`,
   * `SHUTTING_DOWN` once it is closed, and what the question throws.
   */
  ask<Name extends WorkName>(
    name: Name,
    input: Work[Name]['input'],
    signal: AbortSignal | undefined,
  ): Promise<Work[Name]['answer']>;
  /** Ends the thread, and answers nothing more. */
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
/** Errors after which the thread is busy with what nobody waits for, or is no more. */
const codesThatEnd: ReadonlySet<ErrorCode> = new Set(['NOT_READY', 'WORKER_LOST', 'ABORTED']);

/**
 * A thread that starts with the first question and ends when there has been none for a minute. Where there are no threads,
 * or their program is not beside this module since a bundler has moved it, questions are answered in this one.
 */
export function workThread(parts: WorkThreadParts): WorkThread {
  const { logger, timeoutMs = 20_000, maxWaiting = 32, program = ownProgram() } = parts;
  let thread: Promise<Thread | null> | null = null;
  let isClosed = false;
  const gate = turnstile(1, maxWaiting);
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
    if (isClosed) throw stopping();
    clearTimeout(idle);
    thread ??= startThread(program, logger);
    const running = await thread;
    if (running === null) return work[name](input, signal);
    try {
      const asked = unlessAborted(running.ask({ name, input }), signal, name);
      const reply = await inTime(asked, timeoutMs, () => {
        throw tooSlow(`It took longer than ${timeoutMs / 1_000} s: send less.`);
      });
      if (reply.error !== null) throw errorFrom(reply.error);
      return reply.answer as Work[Name]['answer'];
    } catch (error) {
      if (isClosed) throw stopping();
      if (isTitansError(error) && codesThatEnd.has(error.code)) await end();
      throw error;
    } finally {
      clearTimeout(idle);
      if (!isClosed) {
        idle = setTimeout(() => void end(), keepIdleMs);
        idle.unref?.();
      }
    }
  }

  return {
    async ask(name, input, signal) {
      const waiting = gate.enter();
      if (waiting !== null) {
        try {
          await unlessAborted(waiting, signal, name);
        } catch (error) {
          gate.abandon(waiting);
          throw error;
        }
      }
      try {
        return await answer(name, input, signal);
      } finally {
        gate.leave();
      }
    },
    async close() {
      isClosed = true;
      await end();
    },
  };
}

/** Beside this module, or where this module was put together with the others of the package. */
function ownProgram(): URL | null {
  // Runtimes whose modules are no files need not say where this one is.
  if (!import.meta.url?.startsWith('file:')) return null;
  const places = ['./program.js', './work-thread/program.js'].map((path) => new URL(path, import.meta.url));
  return places.find((place) => existsSync(place)) ?? null;
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

function stopping(): TitansError {
  return requestError('SHUTTING_DOWN', 'The service is stopping and takes no new work.', {
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}
