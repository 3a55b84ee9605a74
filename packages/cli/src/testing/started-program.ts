import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The built program. */
export const program: string = fileURLToPath(new URL('../../dist/program.js', import.meta.url));

/** A process of the program. */
export interface StartedProgram {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits until what was printed holds the text. Rejects where the process ends without. */
  printed(stream: 'stdout' | 'stderr', text: string): Promise<void>;
  /** Waits for the end: the exit code, or the name of the signal. */
  ended(): Promise<number | string>;
}

const started = new Set<ChildProcess>();

/** Ends the processes that a test has left behind. */
export async function endPrograms(): Promise<void> {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  started.clear();
}

/** Starts the program without a terminal, with no variables of ours but those given, and as another user where one is named. */
export function startProgram(
  argv: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
  user: { readonly uid?: number; readonly gid?: number } = {},
): StartedProgram {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program, ...argv], {
    cwd,
    env: { PATH, HOME, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  started.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  return {
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    async printed(stream, text) {
      const isPrinted = (): boolean => output[stream].includes(text);
      while (!isPrinted()) {
        const end = await Promise.race([once(child[stream] ?? child, 'data').then(() => null), closed]);
        if (end !== null && !isPrinted()) throw new Error(`It ended without "${text}": ${output.stderr}`);
      }
    },
    async ended() {
      const [code, signal] = await closed;
      return code ?? signal ?? 'unknown';
    },
  };
}

/** Runs the program to its end. */
export async function runProgram(
  argv: readonly string[],
  cwd: string,
): Promise<{ exitCode: number | string; stdout: string; stderr: string }> {
  const begun = startProgram(argv, cwd);
  const exitCode = await begun.ended();
  return { exitCode, stdout: begun.stdout(), stderr: begun.stderr() };
}
