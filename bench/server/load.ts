import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pinned, programOf, type ServerProcess } from './server-process.js';

/** What autocannon measured. */
export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers other than 2xx, and requests without an answer. */
  readonly failed: number;
  /** Microseconds of a processor that the server took for a request; NaN where the system does not tell. */
  readonly processorMicroseconds: number;
}

/** How a server is asked. */
export interface Load {
  /** How long, or how many requests in all. */
  readonly until: { readonly seconds: number } | { readonly requests: number };
  readonly connections: number;
}

/** A request to send. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const program = createRequire(import.meta.url).resolve('autocannon');

/** Sends the requests one after the other on every connection, again and again, from a process of its own. */
export async function loadOf(
  server: ServerProcess,
  requests: readonly LoadRequest[],
  load: Load,
  folder: string,
): Promise<LoadResult> {
  const { url } = server;
  const file = join(folder, 'requests.har');
  writeFileSync(file, JSON.stringify(archiveOf(url, requests)));
  const { until, connections } = load;
  const end = 'seconds' in until ? ['-d', String(until.seconds)] : ['-a', String(until.requests)];
  const given = ['-j', ...end, '-c', String(connections), '--har', file];
  const [command, all] = pinned(1, process.execPath, [program, ...given, url]);
  const before = server.processorSeconds();
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const after = server.processorSeconds();
  const result = JSON.parse(said.slice(said.indexOf('{'))) as AutocannonResult;
  return {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
    processorMicroseconds: microsecondsEach(before, after, result['2xx']),
  };
}

function microsecondsEach(before: number | null, after: number | null, requests: number): number {
  return before === null || after === null ? Number.NaN : ((after - before) * 1e6) / requests;
}

interface AutocannonResult {
  readonly duration: number;
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
}

/** What was measured at a steady rate. */
export interface SteadyResult {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** By how much the program that asks was late itself, in milliseconds. */
  readonly ownP99: number;
  readonly failed: number;
  /** Microseconds of a processor that the server took for a request; NaN where the system does not tell. */
  readonly processorMicroseconds: number;
}

/** Asks a number of requests at a steady rate, one after the other and again from the first, from a process of its own. */
export async function steadyLoadOf(
  server: ServerProcess,
  requests: readonly LoadRequest[],
  perSecond: number,
  total: number,
  folder: string,
): Promise<SteadyResult> {
  const file = join(folder, 'steady.json');
  writeFileSync(file, JSON.stringify(requests));
  const [command, all] = pinned(
    1,
    ...programOf('steady.ts', [server.url, file, String(perSecond), String(total)]),
  );
  const before = server.processorSeconds();
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const after = server.processorSeconds();
  return {
    ...(JSON.parse(said) as Omit<SteadyResult, 'processorMicroseconds'>),
    processorMicroseconds: microsecondsEach(before, after, total),
  };
}

/** Requests as an HTTP archive, which is how autocannon takes several. */
function archiveOf(url: string, requests: readonly LoadRequest[]): object {
  return {
    log: {
      entries: requests.map(({ method, path, headers, body }) => ({
        request: {
          method,
          url: `${url}${path}`,
          headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
          ...(body === undefined ? {} : { postData: { text: body } }),
        },
      })),
    },
  };
}
