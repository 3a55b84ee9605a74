/**
 * Asks at a steady rate, whatever the answers do: `steady.ts <url> <requests.json> <per second> <requests>`. Prints what it
 * measured as JSON. At a rate of `Infinity` all are due at once, and asked as connections become free.
 *
 * A request counts from the moment at which it was due, and so waits for its connection on the server's account; where this
 * program itself was late, from when it came to it, which is told apart.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { LoadRequest } from './load.js';

const connections = 50;
const [url = '', file = '', perSecond = '1000', requested = '8000'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const requests = (JSON.parse(readFileSync(file, 'utf8')) as readonly LoadRequest[]).map(bytesOf);
const intervalMs = 1_000 / Number(perSecond);
const total = Number(requested);

const latencies: number[] = [];
const lateness: number[] = [];
const idle: Connection[] = await Promise.all(Array.from({ length: connections }, open));
/** When those began to wait that no connection was free for. */
const waiting: number[] = [];
let failed = 0;
let sent = 0;
const startedAt = performance.now();
setTimeout(tick, 0);

interface Connection {
  readonly socket: Socket;
  askedAt: number;
  /** Bytes of the answer that are still to come; `null` before its head is there. */
  missing: number | null;
}

function tick(): void {
  const now = performance.now();
  for (; sent < total && startedAt + sent * intervalMs <= now; sent++) {
    lateness.push(now - (startedAt + sent * intervalMs));
    const connection = idle.pop();
    if (connection === undefined) waiting.push(now);
    else ask(connection, now);
  }
  if (latencies.length + failed < total) setTimeout(tick, 1);
  else finish();
}

let next = 0;
function ask(connection: Connection, from: number): void {
  connection.askedAt = from;
  connection.missing = null;
  connection.socket.write(requests[next++ % requests.length] as Buffer);
}

function open(): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const connection: Connection = { socket, askedAt: 0, missing: null };
    socket.setNoDelay(true);
    socket.on('connect', () => resolve(connection));
    socket.on('error', reject);
    socket.on('data', (bytes: Buffer) => read(connection, bytes));
  });
}

/** Heads are short and come in one piece with the beginning of the body. */
function read(connection: Connection, bytes: Buffer): void {
  if (connection.missing === null) {
    const head = bytes.toString('latin1', 0, bytes.indexOf('\r\n\r\n'));
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
    if (!head.startsWith('HTTP/1.1 200') || Number.isNaN(length)) failed++;
    connection.missing = head.length + 4 + (Number.isNaN(length) ? 0 : length);
  }
  connection.missing -= bytes.length;
  if (connection.missing > 0) return;
  latencies.push(performance.now() - connection.askedAt);
  const since = waiting.shift();
  if (since === undefined) idle.push(connection);
  else ask(connection, since);
}

function finish(): void {
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  console.log(
    JSON.stringify({
      perSecond: total / tookSeconds,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      ownP99: quantile(lateness, 0.99),
      failed,
    }),
  );
  process.exit(0);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function bytesOf({ method, path, headers, body = '' }: LoadRequest): Buffer {
  const all = { host: `${hostname}:${port}`, ...headers, 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
