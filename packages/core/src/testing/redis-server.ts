import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

const startTimeoutMs = 20_000;

/** A real Redis server for tests, in memory and on a free port of the loopback interface. */
export interface RedisServer {
  readonly url: string;
  /** Connects to it with patience enough for a busy machine, for what is not about time. */
  readonly patient: {
    readonly url: string;
    readonly commandTimeoutMs: number;
    readonly connectTimeoutMs: number;
  };
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
  /** Stops it from answering, with its connections open. */
  freeze(): void;
  /** Lets it answer again. */
  thaw(): void;
  /** Starts it again on the same port, with nothing in it. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where redis-server is, or `undefined` where it is not installed: tests are then skipped. */
export function findRedis(): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map((directory) => join(directory, 'redis-server'))
    .find((path) => existsSync(path));
}

/** Starts a server. @param settings Of the server, by name. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const program = findRedis();
  if (program === undefined) throw new Error('Redis is not installed.');
  const directory = await mkdtemp(join(tmpdir(), 'titans-redis-'));
  const port = await freePort();
  let server = await start(program);

  async function start(path: string): Promise<ChildProcess> {
    const given = { ...settings, port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no' };
    const parameters = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
    const started = spawn(path, parameters, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
    let log = '';
    await new Promise<void>((resolve, reject) => {
      setTimeout(
        () => reject(new Error(`Redis is not ready after ${startTimeoutMs} ms: ${log}`)),
        startTimeoutMs,
      ).unref();
      started.stdout?.on('data', (text: Buffer) => {
        log += text.toString();
        if (log.includes('Ready to accept connections')) resolve();
      });
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`Redis ended with code ${code}: ${log}`)));
    });
    return started;
  }

  async function kill(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  }

  const url = `redis://127.0.0.1:${port}/0`;
  return {
    url,
    patient: { url, commandTimeoutMs: startTimeoutMs, connectTimeoutMs: startTimeoutMs },
    kill,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async restart() {
      await kill();
      server = await start(program);
    },
    async stop() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
