import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { train } from '@titans/models';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import {
  exampleSuite,
  exampleTransactions,
} from '../../packages/server-adapter/src/conformance/example-suite.js';
import { askServed, startServed } from './served.js';
import { soakQuestions } from './soak-questions.js';

/** What S24 found. */
export interface SoakReport {
  readonly seconds: number;
  readonly requests: number;
  /** Seconds by which the last request was sent later than it was due, for too many were unanswered. */
  readonly behindSeconds: number;
  readonly failed: number;
  readonly swaps: number;
  readonly slowestSwapMs: number;
  /** Answers by models that were never put in place. */
  readonly strangers: number;
  readonly p99Ms: number;
  /**
   * Growth of the heap and its buffers after warm-up, by least squares over what collections left, and its standard error;
   * `NaN` where there were too few swaps.
   */
  readonly heapMegabytesPerHour: number;
  readonly heapStandardError: number;
  /** What collections left after warm-up, and memory of the process then, in MB: first and last. */
  readonly heapMegabytes: readonly [first: number, last: number];
  readonly residentMegabytes: readonly [first: number, last: number];
  readonly failures: readonly string[];
}

/** How long and how hard. */
export interface SoakSettings {
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly secondsBetweenSwaps: number;
  /** Of the questions. */
  readonly seed: number;
}

const key = 'the-right-key-of-these-reliability-tests';
/** Share of the time that counts as warm-up. */
const warmUp = 0.3;
/** Requests without an answer from which on no more are sent: else those in waiting would slow down all others. */
const mostPending = 1_000;
const mostSwapMs = 60_000;

/** Asks what was often asked and what never was, for a long time, while models are swapped under the requests. */
export async function soak({
  seconds,
  requestsPerSecond,
  secondsBetweenSwaps,
  seed,
}: SoakSettings): Promise<SoakReport> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-soak-'));
  const suites = [await exampleSuite(), await train(exampleTransactions(), { seed: 8, budget: 'quick' })];
  for (const [index, suite] of suites.entries()) await suite.save(join(directory, `models-${index}`));
  const known = new Set(
    suites.flatMap(({ category, amount, anomaly }) => [category.sha256, amount.sha256, anomaly.sha256]),
  );
  const pointTo = async (index: number): Promise<void> => {
    await symlink(join(directory, `models-${index}`), join(directory, 'next'));
    await rename(join(directory, 'next'), join(directory, 'models'));
  };
  await pointTo(0);
  const port = await freePort();
  const served = await startServed({
    models: join(directory, 'models'),
    key,
    listen: { host: '127.0.0.1', port },
    cache: true,
  });
  const draw = soakQuestions(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const base = { host: '127.0.0.1', port, agent, method: 'POST', timeout: 20_000 } as const;
  const authorised = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const latencies: number[] = [];
  const failures: string[] = [];
  const counts = { failed: 0, swaps: 0, strangers: 0 };
  let slowestSwapMs = 0;
  const heaps: (readonly [hours: number, megabytes: number])[] = [];
  const resident: number[] = [];
  const pending = new Set<Promise<void>>();
  const began = performance.now();
  let heldMs = 0;
  let isHeld = false;
  /** Without the times in which nothing was asked. */
  const passed = (): number => (performance.now() - began - heldMs) / 1_000;
  const fail = (what: string): void => {
    counts.failed++;
    if (failures.length < 5) failures.push(what);
  };

  async function askOne(dueSeconds: number): Promise<void> {
    const { path, body } = draw();
    try {
      const { status, text } = await askServed({ ...base, path, headers: authorised }, body);
      // From when it was due: that it had to wait for others is part of how long it took.
      if (passed() > seconds * warmUp) latencies.push((passed() - dueSeconds) * 1_000);
      if (status !== 200) fail(`${status} ${text.slice(0, 200)}`);
      else if (!isByOneOf(known, text)) counts.strangers++;
    } catch (error) {
      fail(String(error));
    }
  }

  async function swap(): Promise<void> {
    await pointTo((counts.swaps + 1) % suites.length);
    const from = performance.now();
    try {
      const { status, text } = await askServed({
        ...base,
        agent: false,
        path: '/models/reload',
        headers: authorised,
        timeout: mostSwapMs,
      });
      if (status === 200) counts.swaps++;
      else fail(`reload: ${status} ${text.slice(0, 200)}`);
    } catch (error) {
      fail(`reload: ${String(error)}`);
    }
    slowestSwapMs = Math.max(slowestSwapMs, performance.now() - from);
  }

  /** Memory when nothing is under way, and models that are new remember nothing yet: else it is up and down by megabytes. */
  async function look(): Promise<void> {
    const from = performance.now();
    isHeld = true;
    await Promise.all(pending);
    const { held, resident: all } = await served.memory();
    heaps.push([(performance.now() - began) / 3_600_000, held / 2 ** 20]);
    resident.push(all / 2 ** 20);
    heldMs += performance.now() - from;
    isHeld = false;
  }

  let sent = 0;
  const timer = setInterval(() => {
    if (isHeld) return;
    const due = passed() * requestsPerSecond;
    for (; sent < due && pending.size < mostPending; sent++) {
      const asked = askOne(sent / requestsPerSecond).finally(() => pending.delete(asked));
      pending.add(asked);
    }
  }, 5);
  const swapping = (async () => {
    for (let at = secondsBetweenSwaps; at < seconds; at += secondsBetweenSwaps) {
      await pause(Math.max(0, at - passed()) * 1_000);
      await swap();
      if (at > seconds * warmUp) await look();
    }
  })();
  while (passed() < seconds) await pause(Math.min(1, seconds - passed()) * 1_000);
  const behindSeconds = seconds - sent / requestsPerSecond;
  clearInterval(timer);
  await Promise.all([swapping, ...pending]);
  agent.destroy();
  served.signal('SIGKILL');
  await served.ended;
  await rm(directory, { recursive: true });
  latencies.sort((one, other) => one - other);
  const { slope, standardError } = slopeOf(heaps);
  return {
    seconds,
    requests: sent,
    behindSeconds,
    ...counts,
    slowestSwapMs,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    heapMegabytesPerHour: slope,
    heapStandardError: standardError,
    heapMegabytes: [heaps[0]?.[1] ?? Number.NaN, heaps.at(-1)?.[1] ?? Number.NaN],
    residentMegabytes: [resident[0] ?? Number.NaN, resident.at(-1) ?? Number.NaN],
    failures,
  };
}

/** Whether the answer names models, and none but these. A version names the first digits of its hash. */
function isByOneOf(known: ReadonlySet<string>, answer: string): boolean {
  const hashes = [...answer.matchAll(/"model_sha256":"(\w+)"/g)].map(([, hash]) => hash ?? '');
  const versions = [...answer.matchAll(/"\w+@([0-9a-f]{12})"/g)].map(([, digits]) => digits ?? '');
  const starts = new Set([...known].map((hash) => hash.slice(0, 12)));
  return (
    hashes.length + versions.length > 0 &&
    hashes.every((hash) => known.has(hash)) &&
    versions.every((digits) => starts.has(digits))
  );
}

/** The slope of a line by least squares, and its standard error. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): {
  readonly slope: number;
  readonly standardError: number;
} {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const xx = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / xx;
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, standardError: Math.sqrt(residual / (n - 2) / xx) };
}
