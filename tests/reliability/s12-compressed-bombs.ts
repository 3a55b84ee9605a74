import { brotliCompressSync, constants, createGzip } from 'node:zlib';
import { keys } from '../../packages/server-adapter/src/testing/service.js';
import { type HostName, startHosted } from './hosted.js';
import { sendUntilAnswered } from './hostile-client.js';

/** What a service did with compressed bodies that become too long. */
export interface BombReport {
  readonly host: HostName;
  readonly failures: readonly string[];
  readonly bombs: number;
  readonly slowestMs: number;
  readonly riseMiB: number;
}

const mebibyte = 1_048_576;
/** RELIABILITY S12. */
const maxMs = 1_000;
const maxRiseMiB = 64;

/** S12, its compressed bodies: 10 KB that become 10 MB, 1 MB that becomes 1 GB, with gzip and Brotli, to three kinds of routes. */
export async function sendBombs(host: HostName): Promise<BombReport> {
  const bombs = [
    { name: 'gzip, 10 MiB', coding: 'gzip', bytes: await gzipped(10 * mebibyte) },
    { name: 'gzip, 1 GiB', coding: 'gzip', bytes: await gzipped(1_024 * mebibyte) },
    { name: 'Brotli, 128 MiB', coding: 'br', bytes: brotli(128 * mebibyte) },
  ];
  const hosted = await startHosted(host);
  const failures: string[] = [];
  let slowestMs = 0;
  let sent = 0;
  try {
    const send = async (path: string, type: string, coding: string, bytes: Uint8Array) => {
      const head =
        `POST ${path} HTTP/1.1\r\nHost: ${new URL(hosted.url).host}\r\nAuthorization: Bearer ${keys.admin}\r\n` +
        `Content-Type: ${type}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${bytes.byteLength}\r\n\r\n`;
      const began = performance.now();
      const { status, text } = await sendUntilAnswered(hosted.url, head, [bytes], 0);
      return { status, text, ms: performance.now() - began };
    };
    const routes = [
      { path: '/predict/category', type: 'application/json' },
      { path: '/transactions', type: 'application/json' },
      { path: '/predict/stream', type: 'application/x-ndjson' },
    ];
    const first = bombs[0];
    if (first !== undefined) await send('/predict/category', 'application/json', first.coding, first.bytes);
    const before = await hosted.begin();
    for (const { path, type } of routes) {
      for (const { name, coding, bytes } of bombs) {
        sent++;
        const { status, text, ms } = await send(path, type, coding, bytes);
        slowestMs = Math.max(slowestMs, ms);
        // Of a stream the head is out before its first line has been read: the refusal is a line.
        const isRefused = status === 413 || (status === 200 && text.includes('REQUEST_TOO_LARGE'));
        if (!isRefused) failures.push(`${host}, ${path}, ${name}: ${status} ${text.slice(-200)}`);
        if (ms > maxMs) failures.push(`${host}, ${path}, ${name}: ${ms.toFixed(0)} ms`);
      }
    }
    const riseMiB = ((await hosted.peak()) - before) / mebibyte;
    if (riseMiB > maxRiseMiB) failures.push(`${host}: memory rose by ${riseMiB.toFixed(0)} MiB`);
    if (!hosted.isAlive()) failures.push(`${host}: it does not live any more`);
    return { host, failures, bombs: sent, slowestMs, riseMiB };
  } finally {
    await hosted.end();
  }
}

/** Zeros, compressed as they are made. */
async function gzipped(length: number): Promise<Uint8Array> {
  const gzip = createGzip({ level: 9 });
  const parts: Uint8Array[] = [];
  gzip.on('data', (part: Uint8Array) => parts.push(part));
  const piece = Buffer.alloc(mebibyte, '0');
  for (let made = 0; made < length; made += piece.length) {
    await new Promise<void>((resolve, reject) => {
      gzip.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
  await new Promise<void>((resolve) => {
    gzip.once('end', resolve);
    gzip.end();
  });
  return Buffer.concat(parts);
}

function brotli(length: number): Uint8Array {
  const { BROTLI_PARAM_QUALITY } = constants;
  return brotliCompressSync(Buffer.alloc(length, '0'), { params: { [BROTLI_PARAM_QUALITY]: 5 } });
}
