import { get, type IncomingMessage } from 'node:http';
import { floodBytes } from './flood-plugin.js';
import { type HostName, startHosted } from './hosted.js';

/** What a long answer to somebody slow took. */
export interface SlowReaderReport {
  readonly host: HostName;
  readonly receivedBytes: number;
  readonly seconds: number;
  readonly riseMiB: number;
}

const mebibyte = 1_048_576;
const burstBytes = 4 * mebibyte;
const pauseMs = 40;

/** Reads an answer of 200 MiB in bursts with pauses, and measures the memory of the service meanwhile. */
export async function readSlowly(host: HostName): Promise<SlowReaderReport> {
  const hosted = await startHosted(host);
  try {
    // Once fast: what is compiled and allocated then is not what a slow reader takes.
    await received(`${hosted.url}/flood`, 0);
    const before = await hosted.begin();
    const began = performance.now();
    const receivedBytes = await received(`${hosted.url}/flood`, pauseMs);
    const seconds = (performance.now() - began) / 1_000;
    return { host, receivedBytes, seconds, riseMiB: ((await hosted.peak()) - before) / mebibyte };
  } finally {
    await hosted.end();
  }
}

/** Whether all of it came. */
export function isWhole({ receivedBytes }: SlowReaderReport): boolean {
  return receivedBytes === floodBytes;
}

async function received(url: string, everyMs: number): Promise<number> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false }, resolve).on('error', reject);
  });
  let total = 0;
  let burst = 0;
  for await (const piece of response) {
    const { byteLength } = piece as Uint8Array;
    total += byteLength;
    burst += byteLength;
    if (everyMs === 0 || burst < burstBytes) continue;
    burst = 0;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return total;
}
