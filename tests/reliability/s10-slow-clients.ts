import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { keys } from '../../packages/server-adapter/src/testing/service.js';
import { type Hosted, startHosted } from './hosted.js';

/** How those fared who ask properly while thousands do not. */
export interface SlowClientReport {
  readonly attack: string;
  readonly honest: number;
  readonly failed: number;
  readonly p99Ms: number;
  /** Connections of attackers at once, at most. */
  readonly attackers: number;
}

/** How much is done. */
export interface SlowClientOptions {
  readonly connections: number;
  readonly seconds: number;
}

const attacks: Readonly<Record<string, readonly string[] | null>> = {
  // What the machine gives without any of them.
  nobody: null,
  'slow heads': ['-H', '-i', '5'],
  // With a credential, which no option gives: without one they are refused before their bodies.
  'slow bodies': [
    ...['-B', '-i', '5', '-s', '8192', '-x', '10'],
    ...['-f', `application/json\r\nAuthorization: Bearer ${keys.analyst}`],
  ],
  'slow readers': ['-X', '-w', '8', '-y', '64', '-n', '5', '-z', '16', '-k', '3'],
};
const newPerSecond = 200;
const honestPerSecond = 20;
const request = {
  method: 'POST',
  headers: { authorization: `Bearer ${keys.analyst}`, 'content-type': 'application/json' },
  body: JSON.stringify({ description: 'UBER TRIP' }),
} as const;

/** Whether the attacks can be made here. */
export function hasSlowHttpTest(): boolean {
  return spawnSync('slowhttptest', ['-h']).error === undefined;
}

/** S10: attacks by slowhttptest on a hardened Node server, with somebody honest beside them. */
export async function* sufferSlowClients({
  connections,
  seconds,
}: SlowClientOptions): AsyncGenerator<SlowClientReport> {
  for (const [attack, flags] of Object.entries(attacks)) {
    const hosted = await startHosted('hardened');
    // What is not compiled yet would be slow without anyone's fault.
    await askHonestly(hosted, 3);
    const path = attack === 'slow readers' ? '/docs' : '/predict/category';
    const common = ['-c', connections, '-r', newPerSecond, '-l', seconds, '-p', 3, '-u', hosted.url + path];
    const attacker =
      flags && spawn('slowhttptest', [...(flags ?? []), ...common.map(String)], { stdio: 'ignore' });
    const ended = attacker && once(attacker, 'exit');
    let attackers = 0;
    const watching = setInterval(() => {
      hosted.connections().then((now) => {
        attackers = Math.max(attackers, now);
      });
    }, 500);
    const latencies = await askHonestly(hosted, seconds);
    clearInterval(watching);
    attacker?.kill();
    await ended;
    await hosted.end();
    const served = latencies.filter((latency) => latency !== null).sort((a, b) => a - b);
    yield {
      attack,
      honest: latencies.length,
      failed: latencies.length - served.length,
      p99Ms: served[Math.ceil(served.length * 0.99) - 1] ?? Number.NaN,
      attackers,
    };
  }
}

/** Milliseconds of each answer that was right, of so many per second; `null` for the others. */
async function askHonestly({ url }: Hosted, seconds: number): Promise<readonly (number | null)[]> {
  const asked: Promise<number | null>[] = [];
  for (let index = 0; index < seconds * honestPerSecond; index++) {
    asked.push(askOnce(`${url}/predict/category`));
    await new Promise((resolve) => setTimeout(resolve, 1_000 / honestPerSecond));
  }
  return Promise.all(asked);
}

async function askOnce(url: string): Promise<number | null> {
  const began = performance.now();
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.status === 200 ? performance.now() - began : null;
  } catch {
    return null;
  }
}

/**
 * S10: seconds until the last of so many attackers of each kind is cut off: heads and bodies that come byte by byte, with
 * and without a credential, answers that are not read, and connections without a word.
 */
export async function secondsUntilCut(each: number): Promise<number> {
  const hosted = await startHosted('hardened');
  const { host, hostname, port } = new URL(hosted.url);
  const head = `POST /predict/category HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;
  const bearer = `Authorization: Bearer ${keys.analyst}\r\n`;
  const beginnings = [
    '',
    head,
    `${head}Content-Length: 9000\r\n\r\n`,
    `${head}${bearer}Content-Length: 9000\r\n\r\n`,
    `${head.replace('/predict/category', '/predict/stream').replace('json', 'x-ndjson')}${bearer}Transfer-Encoding: chunked\r\n\r\n`,
    // More than the kernel takes off the server's hands: one who has all that he asked for is waited for longer.
    `GET /docs HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(800),
  ];
  const began = performance.now();
  const sockets: Socket[] = [];
  for (const beginning of beginnings) {
    for (let index = 0; index < each; index++) {
      const socket = connect(Number(port), hostname, () => socket.write(beginning));
      socket.pause();
      socket.on('error', () => undefined);
      sockets.push(socket);
    }
  }
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const drip = setInterval(() => {
    for (const [index, socket] of sockets.entries()) {
      const kind = Math.floor(index / each);
      if (kind >= 1 && kind <= 3) socket.write('a');
      if (kind === 4) socket.write('1\r\n \r\n');
    }
  }, 3_000);
  while ((await hosted.connections()) > 0 && performance.now() - began < 60_000) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const seconds = (performance.now() - began) / 1_000;
  clearInterval(drip);
  for (const socket of sockets) socket.destroy();
  await hosted.end();
  return seconds;
}
