import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { forkProgram } from './forked-process.js';

const program = fileURLToPath(new URL('loader-process.ts', import.meta.url));

/** What a load in a process of its own is told. */
export interface LoadOrder {
  /** What `openWarehouse` takes. */
  readonly target: string;
  /** Glob. */
  readonly files: string;
  readonly commit: 'run' | 'source';
}

/** A load in a process of its own. */
export interface LoaderProcess {
  /** Lets it begin; resolves when the load has begun. */
  begin(order: LoadOrder): Promise<void>;
  /** How it ended: with the exit code, or `null` where it was killed. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

/** Starts a process that is ready to load. */
export async function startLoader(): Promise<LoaderProcess> {
  const { child, ended, endedEarly } = forkProgram(program, 'The loader');
  await within(60_000, 'the loader to be ready', Promise.race([once(child, 'message'), endedEarly]));
  return {
    async begin(order) {
      const begun = Promise.race([once(child, 'message'), ended]);
      child.send(order, () => {});
      await within(60_000, 'the load to begin', begun);
    },
    ended,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** Waits, to within a millisecond or so. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Waits for no longer than it may take.
 *
 * @param what Is said where it takes longer.
 */
export async function within<T>(timeoutMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${timeoutMs} ms for ${what}.`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
