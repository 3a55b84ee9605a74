import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { exampleSuite } from '../../packages/server-adapter/src/conformance/example-suite.js';
import { askServed, type Served, startServed } from './served.js';

/** What S22 found. */
export interface ShutdownReport {
  readonly rounds: number;
  readonly requests: number;
  /** Answers that were not 200, and requests without an answer. */
  readonly failed: number;
  /** Milliseconds from the signal until readiness said no: the longest, and that of half of the rounds at most. */
  readonly unreadyMs: number;
  readonly medianUnreadyMs: number;
  /** Milliseconds from the signal to the end of the process, the longest. */
  readonly exitMs: number;
  readonly failures: readonly string[];
}

const key = 'the-right-key-of-these-reliability-tests';
/** What `handleSignals` waits unless told. */
const drainDelayMs = 3_000;
/** After so long the balancer sends nothing new any more, as where endpoints are removed in parallel. */
const removalMs = 700;

/** Where nginx is, or `undefined` where it is not installed. */
export function findNginx(): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, 'nginx')).find((path) => existsSync(path));
}

/**
 * Replaces one process by another while requests come in through nginx over connections that are kept on both sides, with no
 * retry by anyone: nginx connects to a name that is moved from the old socket to the new one.
 */
export async function replaceUnderLoad(rounds: number, requestsPerSecond: number): Promise<ShutdownReport> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-shutdown-'));
  const models = join(directory, 'models');
  await (await exampleSuite()).save(models);
  const start = (round: number): Promise<Served> =>
    startServed({ models, key, listen: { path: join(directory, `${round}.sock`) }, drainDelayMs });
  const pointTo = async (round: number): Promise<void> => {
    await symlink(join(directory, `${round}.sock`), join(directory, 'next.sock'));
    await rename(join(directory, 'next.sock'), join(directory, 'current.sock'));
  };
  let current = await start(0);
  await pointTo(0);
  const port = await freePort();
  const proxy = await startNginx(directory, port);
  const load = loadOn(port, requestsPerSecond);
  const unreadyMs: number[] = [];
  let exitMs = 0;
  const failures: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const next = await start(round);
    await pause(200);
    const began = performance.now();
    current.signal('SIGTERM');
    const unready = whenUnready(join(directory, `${round - 1}.sock`)).then(() => performance.now() - began);
    await pause(removalMs);
    await pointTo(round);
    const [code] = await current.ended;
    exitMs = Math.max(exitMs, performance.now() - began);
    unreadyMs.push(await unready);
    if (code !== 0) failures.push(`round ${round}: the process ended with ${code}`);
    current = next;
  }
  const { requests, failed } = await load.stop();
  current.signal('SIGKILL');
  await proxy.stop();
  await rm(directory, { recursive: true });
  return {
    rounds,
    requests,
    failed: failed.length,
    unreadyMs: Math.max(...unreadyMs),
    medianUnreadyMs: unreadyMs.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN,
    exitMs,
    failures: [...failures, ...failed.slice(0, 5)],
  };
}

async function whenUnready(socketPath: string): Promise<void> {
  for (;;) {
    const answer = await askServed({ socketPath, path: '/health/ready', agent: false }).catch(() => null);
    if (answer === null || answer.status === 503) return;
    await pause(5);
  }
}

interface Load {
  stop(): Promise<{ readonly requests: number; readonly failed: readonly string[] }>;
}

/** Sends requests at a rate, whether those before are answered or not. */
function loadOn(port: number, requestsPerSecond: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const body = JSON.stringify({ description: 'WHOLEFDS MKT 10234', amount: -85.5, date: '2024-09-02' });
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  const pending = new Set<Promise<void>>();
  const failed: string[] = [];
  const began = performance.now();
  let requests = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * requestsPerSecond;
    for (; requests < due; requests++) {
      const asked = askServed(
        {
          host: '127.0.0.1',
          port,
          agent,
          method: 'POST',
          path: '/predict/category',
          headers,
          timeout: 20_000,
        },
        body,
      )
        .then(
          ({ status, text }) => void (status === 200 || failed.push(`${status} ${text.slice(0, 200)}`)),
          (error: unknown) => void failed.push(String(error)),
        )
        .finally(() => pending.delete(asked));
      pending.add(asked);
    }
  }, 5);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      agent.destroy();
      return { requests, failed };
    },
  };
}

async function startNginx(directory: string, port: number): Promise<{ stop(): Promise<void> }> {
  const program = findNginx();
  if (program === undefined) throw new Error('nginx is not installed.');
  await mkdir(join(directory, 'nginx'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/nginx/${name};`,
  );
  const configuration = `
${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; worker_processes 1; pid ${directory}/nginx/pid; error_log ${directory}/nginx/error.log warn;
events { worker_connections 512; }
http {
  access_log off; ${temporary.join(' ')}
  upstream service { server unix:${directory}/current.sock max_fails=0; keepalive 32; }
  server {
    listen 127.0.0.1:${port}; keepalive_requests 1000000;
    location / {
      proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_next_upstream off;
    }
  }
}`;
  const path = join(directory, 'nginx.conf');
  await writeFile(path, configuration);
  const child = spawn(program, ['-p', directory, '-e', join(directory, 'nginx/error.log'), '-c', path], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; ; tries++) {
    const answer = await askServed({ host: '127.0.0.1', port, path: '/health/live', agent: false }).catch(
      () => null,
    );
    if (answer?.status === 200) break;
    if (tries > 200 || child.exitCode !== null) throw new Error('nginx did not start.');
    await pause(50);
  }
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
