import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Seconds of a processor that it has taken; `null` where the system does not tell. */
  processorSeconds(): number | null;
  stop(): Promise<void>;
}

const hasTaskset: boolean = spawnSync('taskset', ['-V'], { stdio: 'ignore' }).status === 0;
export const isPinned: boolean = hasTaskset;

/** A command that runs on one processor, where that can be said. */
export function pinned(
  core: number,
  command: string,
  given: readonly string[],
): readonly [string, readonly string[]] {
  return hasTaskset ? ['taskset', ['-c', String(core), command, ...given]] : [command, given];
}

/** A program of this folder, in a process of this runtime. */
export function programOf(name: string, given: readonly string[]): readonly [string, readonly string[]] {
  return [process.execPath, ['--import', 'tsx', fileURLToPath(new URL(name, import.meta.url)), ...given]];
}

const startMs = 120_000;

/** Starts a server that prints `{ "url": … }` once it can be asked. What it logs is thrown away. */
export async function startServer(command: string, given: readonly string[]): Promise<ServerProcess> {
  const [program, programGiven] = pinned(0, command, given);
  const child = spawn(program, programGiven, {
    stdio: ['ignore', 'pipe', process.env.TITANS_BENCH_LOGS === undefined ? 'ignore' : 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const url = await urlOf(child);
  return {
    url,
    processorSeconds: () => processorSecondsOf(child.pid),
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Linux counts in hundredths of a second. */
function processorSecondsOf(pid: number | undefined): number | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const stat = readFileSync(file, 'utf8');
  // Behind the name, which may hold anything, the 12th and 13th are those of the program and of the system for it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function urlOf(child: ChildProcess): Promise<string> {
  const timer = setTimeout(() => child.kill('SIGKILL'), startMs);
  try {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const said: unknown = line.startsWith('{') ? JSON.parse(line) : null;
      if (typeof said === 'object' && said !== null && 'url' in said) return String(said.url);
    }
    throw new Error('The server ended before it said where it listens.');
  } finally {
    clearTimeout(timer);
  }
}
