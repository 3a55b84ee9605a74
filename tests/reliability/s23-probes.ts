import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isTitansError } from '@titans/core';
import { createTitans } from '@titans/server-adapter';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { startPostgres } from '../../packages/core/src/testing/postgres-server.js';
import { startRedis } from '../../packages/core/src/testing/redis-server.js';
import { exampleSuite } from '../../packages/server-adapter/src/conformance/example-suite.js';
import { askServed, type ServedAnswer, startServed } from './served.js';

/** What S23 found. */
export interface ProbeReport {
  /** Milliseconds until readiness named what is down, by name. */
  readonly unreadyMs: Readonly<Record<string, number>>;
  /** Probes of liveness while something was down. */
  readonly liveProbes: number;
  readonly failures: readonly string[];
}

const key = 'the-right-key-of-these-reliability-tests';
const mostUnreadyMs = 2_000;
const blockMs = 5_600;

/** Takes away what a service depends on, one after the other, then blocks its event loop. */
export async function takeAway(): Promise<ProbeReport> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-probes-'));
  await (await exampleSuite()).save(directory);
  const redis = await startRedis();
  const postgres = await startPostgres();
  const port = await freePort();
  const served = await startServed({
    models: directory,
    key,
    store: redis.url,
    warehouse: postgres.url,
    listen: { host: '127.0.0.1', port },
  });
  const probe = (path: string, timeout = 3_000): Promise<ServedAnswer | null> =>
    askServed({ host: '127.0.0.1', port, path, timeout, agent: false }).catch(() => null);
  const failures: string[] = [];
  const unreadyMs: Record<string, number> = {};
  let liveProbes = 0;

  async function probeLife(when: string): Promise<void> {
    liveProbes++;
    const answer = await probe('/health/live');
    if (answer?.status !== 200) failures.push(`${when}: life answered ${answer?.status ?? 'nothing'}`);
  }

  async function untilReady(when: string): Promise<void> {
    const began = performance.now();
    while ((await probe('/health/ready'))?.status !== 200) {
      if (performance.now() - began > 15_000) {
        failures.push(`${when}: not ready again`);
        return;
      }
      await pause(100);
    }
  }

  async function lose(name: string, how: string, down: () => Promise<void> | void): Promise<void> {
    const what = `${name} ${how}`;
    await untilReady(`before ${what}`);
    await down();
    const began = performance.now();
    for (;;) {
      const answer = await probe('/health/ready');
      const passed = performance.now() - began;
      await probeLife(what);
      if (answer?.status === 503 && answer.text.includes(`not ready: ${name}`)) {
        unreadyMs[what] = Math.round(passed);
        break;
      }
      if (passed > 10_000) {
        failures.push(`${what}: readiness still answers ${answer?.status}: ${answer?.text}`);
        break;
      }
      await pause(20);
    }
    if ((unreadyMs[what] ?? 0) > mostUnreadyMs) failures.push(`${what}: named after ${unreadyMs[what]} ms`);
  }

  await lose('store', 'killed', () => redis.kill());
  await redis.restart();
  await untilReady('after the store is back');
  await lose('store', 'frozen', () => redis.freeze());
  redis.thaw();
  await lose('warehouse', 'stopped', () => postgres.stop());
  await blockLoop();
  await expectNoStart();

  async function blockLoop(): Promise<void> {
    served.block(blockMs);
    await pause(100);
    if ((await probe('/health/live', 1_000)) !== null)
      failures.push('blocked: life answered within a second');
    await pause(blockMs - 1_000);
    const after = await probe('/health/live');
    if (after?.status !== 503) failures.push(`blocked: life answered ${after?.status} after it`);
    await pause(10_500);
    await probeLife('after the block is forgotten');
  }

  async function expectNoStart(): Promise<void> {
    try {
      await createTitans({ models: join(directory, 'none'), auth: { apiKeys: key } });
      failures.push('started without models');
    } catch (error) {
      if (!isTitansError(error)) failures.push(`without models: ${String(error)}`);
    }
  }

  served.signal('SIGKILL');
  await served.ended;
  await redis.stop();
  await rm(directory, { recursive: true });
  return { unreadyMs, liveProbes, failures };
}
