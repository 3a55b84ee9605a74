import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../packages/core/src/testing/free-port.js';

/** A Worker as it was bundled, and what it is given. */
export interface Program {
  /** Where `wrangler deploy --dry-run` put it. */
  readonly directory: string;
  /** Name of its module. */
  readonly main: string;
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A Worker that is served. */
export interface Workerd {
  readonly url: string;
  /** What the runtime said so far. */
  readonly said: () => string;
  stop(): Promise<void>;
}

/** Runs a command of the packages that Cloudflare gives its users. */
export const fromWrangler = ['--yes', '--package=wrangler', '--'] as const;
const patienceMs = 30_000;

/** Serves a Worker by workerd, the runtime of Cloudflare Workers, in one isolate. */
export async function serveByWorkerd(program: Program): Promise<Workerd> {
  const port = await freePort();
  const file = join(program.directory, `${port}.capnp`);
  await writeFile(file, await configurationOf(program, port));
  const child = spawn('npx', [...fromWrangler, 'workerd', 'serve', '--verbose', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the program is a child of a child.
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      said += piece.toString();
    });
  }
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await exited;
  };
  const latest = performance.now() + patienceMs;
  while (!(await isListening(url))) {
    if (child.exitCode === null && performance.now() < latest) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    await stop();
    throw new Error(`workerd does not listen: ${said.slice(0, 2_000)}`);
  }
  return { url, said: () => said, stop };
}

async function isListening(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`).then(
    async (response) => {
      await response.body?.cancel();
      return true;
    },
    () => false,
  );
}

async function configurationOf(program: Program, port: number): Promise<string> {
  const { directory, main, compatibilityDate, compatibilityFlags, environment } = program;
  const data = (await readdir(directory)).filter((name) => name.endsWith('.titans'));
  const text = JSON.stringify;
  const list = (members: readonly string[]): string => `[\n    ${members.join(',\n    ')}\n  ]`;
  const modules = [
    `(name = ${text(main)}, esModule = embed ${text(main)})`,
    ...data.map((name) => `(name = ${text(name)}, data = embed ${text(name)})`),
  ];
  const bindings = Object.entries(environment).map(
    ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
const worker :Workerd.Worker = (
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = ${list(compatibilityFlags.map((flag) => text(flag)))},
  modules = ${list(modules)},
  bindings = ${list(bindings)}
);
`;
}
