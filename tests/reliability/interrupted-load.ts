import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('loader-process.ts', import.meta.url));

/** A load in a process of its own. */
export interface LoaderProcess {
  /** Lets it begin; resolves when the load has begun. */
  begin(): Promise<void>;
  /** How it ended: with the exit code, or `null` where it was killed. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

/** Starts a process that is ready to load. */
export async function startLoader(
  target: string,
  files: string,
  commit: 'run' | 'source',
): Promise<LoaderProcess> {
  const child: ChildProcess = fork(program, [target, files, commit], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  await once(child, 'message');
  return {
    async begin() {
      const begun = Promise.race([once(child, 'message'), ended]);
      child.send('begin', () => {});
      await begun;
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
