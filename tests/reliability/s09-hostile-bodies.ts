import { keys } from '../../packages/server-adapter/src/testing/service.js';
import { type HostName, startHosted } from './hosted.js';
import { sendUntilAnswered } from './hostile-client.js';

/** What a host did with bodies that are too much. */
export interface HostileBodyReport {
  readonly host: HostName;
  /** Answers that were not the right refusal, or came too late. */
  readonly failures: readonly string[];
  readonly bodies: number;
  /** Of the body that is slowest to be refused: from when its limit had been passed, at best of three. */
  readonly slowestMs: number;
  readonly riseMiB: number;
}

interface HostileBody {
  readonly name: string;
  readonly path: string;
  readonly status: number;
  readonly framing: string;
  readonly limitBytes: number;
  readonly pieces: () => Iterable<string>;
}

const mebibyte = 1_048_576;
const gibibyte = 1_024 * mebibyte;
/** RELIABILITY S9. */
const maxAfterLimitMs = 100;
const maxRiseMiB = 32;
/** The quickest counts: what a busy machine adds is not the service's. */
const attempts = 3;

const bodies: readonly HostileBody[] = [
  whole('a batch of 101', `[${'{"description":"UBER"},'.repeat(100)}{"description":"UBER"}]`),
  whole('a list of 500,000', `[${'0,'.repeat(499_999)}0]`),
  { ...whole('a list of 1,000,000', `[${'{},'.repeat(999_999)}{}]`), limitBytes: mebibyte },
  { ...whole('100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000)), status: 400 },
  {
    ...whole('100,000 levels of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    status: 400,
  },
  {
    name: '1 GiB with a length',
    path: '/predict/category',
    status: 413,
    framing: `Content-Length: ${gibibyte}`,
    limitBytes: 0,
    pieces: () => endless('x'.repeat(65_536), gibibyte),
  },
  {
    name: '1 GiB in chunks',
    path: '/predict/category',
    status: 413,
    framing: 'Transfer-Encoding: chunked',
    limitBytes: mebibyte,
    pieces: () => endless(`10000\r\n${'x'.repeat(65_536)}\r\n`, gibibyte),
  },
  {
    name: 'chunks with a length that lies',
    path: '/predict/category',
    status: 400,
    framing: 'Content-Length: 5\r\nTransfer-Encoding: chunked',
    limitBytes: 0,
    pieces: () => endless(`10000\r\n${'x'.repeat(65_536)}\r\n`, gibibyte),
  },
];

/** S9: bodies that are too large, too many, too deep or lie, one after another, to a service in a process of its own. */
export async function sendHostileBodies(host: HostName): Promise<HostileBodyReport> {
  const hosted = await startHosted(host);
  try {
    const refuse = ({ path, framing, limitBytes, pieces }: HostileBody) =>
      sendUntilAnswered(hosted.url, head(hosted.url, path, framing), pieces(), limitBytes);
    // The first ones compile what the others run; what that takes is not what a body takes.
    for (const body of bodies) await refuse(body).catch(() => undefined);
    const before = await hosted.begin();
    const failures: string[] = [];
    let slowestMs = 0;
    for (const body of bodies) {
      let afterLimitMs = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < attempts; attempt++) {
        const refusal = await refuse(body).catch(() => ({ status: 0, afterLimitMs: 0 }));
        afterLimitMs = Math.min(afterLimitMs, refusal.afterLimitMs);
        if (refusal.status !== body.status) failures.push(`${host}, ${body.name}: ${refusal.status}`);
      }
      slowestMs = Math.max(slowestMs, afterLimitMs);
      if (afterLimitMs > maxAfterLimitMs) {
        failures.push(`${host}, ${body.name}: answered ${afterLimitMs.toFixed(0)} ms after its limit`);
      }
    }
    const riseMiB = ((await hosted.peak()) - before) / mebibyte;
    if (riseMiB > maxRiseMiB) failures.push(`${host}: memory rose by ${riseMiB.toFixed(0)} MiB`);
    const live = await fetch(`${hosted.url}/health/live`);
    if (live.status !== 200 || !hosted.isAlive()) failures.push(`${host}: it does not live any more`);
    return { host, failures, bodies: attempts * bodies.length, slowestMs, riseMiB };
  } finally {
    await hosted.end();
  }
}

function whole(name: string, text: string): HostileBody {
  const length = Buffer.byteLength(text);
  const framing = `Content-Length: ${length}`;
  return { name, path: '/predict/batch', status: 413, framing, limitBytes: length, pieces: () => [text] };
}

function head(url: string, path: string, framing: string): string {
  const { host } = new URL(url);
  return (
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${keys.analyst}\r\n` +
    `Content-Type: application/json\r\n${framing}\r\n\r\n`
  );
}

function* endless(piece: string, total: number): Generator<string> {
  for (let sent = 0; sent < total; sent += piece.length) yield piece;
}
