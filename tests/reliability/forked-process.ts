import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A TypeScript program in a process of its own, which sends and takes messages. */
export interface ForkedProcess {
  readonly child: ChildProcess;
  /** How it ended: with the exit code, or `null` where it was killed. */
  readonly ended: Promise<number | null>;
  /** Rejects when it ends, with the last of what it wrote to its error stream. */
  readonly endedEarly: Promise<never>;
}

/** Starts a program. @param what It is called in the error. */
export function forkProgram(path: string, what: string): ForkedProcess {
  const child = fork(path, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const endedEarly = ended.then((code) => {
    throw new Error(`${what} ended early with code ${code}: ${said}`);
  });
  // It ends in the end, which is no failure for who no longer waits.
  endedEarly.catch(() => {});
  return { child, ended, endedEarly };
}
