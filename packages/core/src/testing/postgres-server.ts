import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';

const run = promisify(execFile);
const startTimeoutMs = 60_000;
const endTimeoutMs = 20_000;

/** A real PostgreSQL cluster for tests, in a temporary directory and on a free port of the loopback interface. */
export interface PostgresServer {
  /** URL of a superuser on an empty database. */
  readonly url: string;
  /** Directory of the Unix socket. */
  readonly socketDirectory: string;
  /** Ends every connection at once and starts again with the same data, as after a crash. */
  crashAndRestart(): Promise<void>;
  /** Kills every process of the server with SIGKILL and starts it again with the same data. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where initdb and postgres are, or `undefined` where PostgreSQL is not installed: tests are then skipped. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const path = (process.env.PATH ?? '').split(':');
  return [...versions.map((version) => join(debian, version, 'bin')), ...path].find(
    (directory) => existsSync(join(directory, 'initdb')) && existsSync(join(directory, 'postgres')),
  );
}

/**
 * Starts a cluster. PostgreSQL refuses to run as root, so root runs it as the user `postgres`, which the package of
 * Debian makes.
 *
 * @param settings Of the server, by name; it does not flush to the disk unless told `fsync: 'on'`.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error('PostgreSQL is not installed.');
  const root = await mkdtemp(join(tmpdir(), 'titans-postgres-'));
  const owner = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
  if (owner) await chown(root, owner.uid, owner.gid);
  await chmod(root, 0o700);
  const data = join(root, 'data');
  const passwordFile = join(root, 'password');
  const password = 'tests-only';
  await writeFile(passwordFile, password, { mode: 0o644 });
  const options = { ...owner, cwd: root, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: root } };
  const initArguments = [
    '-D',
    data,
    '-U',
    'titans',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
  ];
  await run(join(bin, 'initdb'), [...initArguments, '--no-locale', '--no-sync'], options);
  const port = await freePort();

  let server = await start();

  async function start(): Promise<ReturnType<typeof spawn>> {
    const given = Object.entries({ fsync: 'off', ...settings, listen_addresses: '127.0.0.1' });
    const parameters = given.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const place = ['-D', data, '-p', String(port), '-k', root];
    const started = spawn(join(bin as string, 'postgres'), [...place, ...parameters], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    await new Promise<void>((resolve, reject) => {
      setTimeout(
        () => reject(new Error(`PostgreSQL is not ready after ${startTimeoutMs} ms: ${log}`)),
        startTimeoutMs,
      ).unref();
      started.stderr.on('data', (text: Buffer) => {
        log += text.toString();
        if (log.includes('database system is ready to accept connections')) resolve();
      });
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`PostgreSQL ended with code ${code}: ${log}`)));
    });
    return started;
  }

  async function end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  }

  return {
    url: `postgres://titans:${password}@127.0.0.1:${port}/postgres`,
    socketDirectory: root,
    async crashAndRestart() {
      await end('SIGQUIT');
      server = await start();
    },
    async killAndRestart() {
      // Stopped, it starts no more children; whichever outlived it would keep the next server from the memory they share.
      server.kill('SIGSTOP');
      const children = await childrenOf(server.pid as number);
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      for (const pid of children) signal(pid, 'SIGKILL');
      await exited;
      await untilEnded(children);
      server = await start();
    },
    async stop() {
      await end('SIGINT');
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(pid)]);
  return stdout.split(/\s+/).flatMap((text) => (text === '' ? [] : [Number(text)]));
}

/** Sends a signal; a process that has ended meanwhile needs none. */
function signal(pid: number, name: 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

/**
 * Waits until the processes have ended. One that only waits for its parent to take notice has ended: what it shared with
 * others is free, and some init processes take their time.
 */
async function untilEnded(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + endTimeoutMs;
  for (;;) {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,stat=']);
    const living = new Set(
      stdout.split('\n').flatMap((line) => {
        const [pid, state = 'Z'] = line.trim().split(/\s+/);
        return state.startsWith('Z') ? [] : [Number(pid)];
      }),
    );
    if (!pids.some((pid) => living.has(pid))) return;
    if (Date.now() > deadline)
      throw new Error(`A process of PostgreSQL outlived SIGKILL: ${pids.join(', ')}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  if (userInfo().username === user) return { uid: userInfo().uid, gid: userInfo().gid };
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
  );
  return { uid: uid as number, gid: gid as number };
}
