import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@titans/core';
import { redisStore } from '@titans/server-adapter/redis';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { startRedis } from '../../packages/core/src/testing/redis-server.js';
import { exampleSuite } from '../../packages/server-adapter/src/conformance/example-suite.js';
import { effectCounter } from './counted-effects.js';
import { askServed, type ServedAnswer, startServed } from './served.js';

/** What S21 found. */
export interface IdempotencyReport {
  readonly requests: number;
  readonly crashes: number;
  /** Requests whose retries all got one answer, with one effect. */
  readonly answered: number;
  /** Requests that were told that nobody knows, with one effect or none. */
  readonly unknown: number;
  /** Answers that were given again. */
  readonly replayed: number;
  /** Times that a retry was told to wait. */
  readonly inProgress: number;
  readonly failures: readonly string[];
}

const key = 'the-right-key-of-these-reliability-tests';
const requestsAtOnce = 20;
const retryMs = 50;

/**
 * Sends requests with keys, each ten times at once and again until it is answered, while the process that answers is
 * killed now and then. Effects and keys are in Redis, which stays.
 */
export async function repeatRequests(
  count: number,
  retries: number,
  crashes: number,
  seed: number,
): Promise<IdempotencyReport> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-idempotency-'));
  await (await exampleSuite()).save(directory);
  const redis = await startRedis();
  const store = redisStore(redis.url);
  const port = await freePort();
  const order = {
    models: directory,
    key,
    store: redis.url,
    listen: { host: '127.0.0.1', port },
    drainDelayMs: 0,
  };
  const agent = new Agent({ keepAlive: true, maxSockets: 400 });
  const random = createRandom(seed, 's21');
  let served = await startServed(order);
  const found = { answered: 0, unknown: 0, replayed: 0, inProgress: 0 };
  const failures: string[] = [];
  let done = 0;
  let crashed = 0;

  const ask = (name: string, header: string): Promise<ServedAnswer> =>
    askServed({
      host: '127.0.0.1',
      port,
      agent,
      method: 'POST',
      path: `/effects?name=${name}`,
      timeout: 10_000,
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': header },
    });

  async function retry(name: string, header: string): Promise<string> {
    for (;;) {
      const answer = await ask(name, header).catch(() => null);
      if (answer?.status === 201) {
        if (answer.headers['idempotency-replayed'] === 'true') found.replayed++;
        return answer.text;
      }
      const code = answer === null ? 'no answer' : (JSON.parse(answer.text) as { code: string }).code;
      if (code === 'OUTCOME_UNKNOWN') return code;
      if (code === 'REQUEST_IN_PROGRESS') found.inProgress++;
      else if (!['no answer', 'STORE_UNAVAILABLE', 'SHUTTING_DOWN'].includes(code))
        failures.push(`${name}: ${answer?.text}`);
      await pause(code === 'REQUEST_IN_PROGRESS' ? 4 * retryMs : retryMs);
    }
  }

  async function judge(name: string): Promise<void> {
    const header = `"${randomUUID()}"`;
    const answers = new Set(await Promise.all(Array.from({ length: retries }, () => retry(name, header))));
    const effects = Number((await store.get(effectCounter(name)))?.value ?? 0);
    done++;
    if (answers.size !== 1 || effects > 1) {
      failures.push(`${name}: ${effects} effects, answers ${[...answers].join(' ')}`);
    } else if (answers.has('OUTCOME_UNKNOWN')) {
      found.unknown++;
    } else if (effects === 1) {
      found.answered++;
      const other = await ask(`${name}x`, header).catch(() => null);
      if (other !== null && other.status !== 422)
        failures.push(`${name}: another payload was answered ${other.status}`);
    } else {
      failures.push(`${name}: answered without an effect`);
    }
  }

  async function crashNow(): Promise<void> {
    served.signal('SIGKILL');
    await served.ended;
    crashed++;
    served = await startServed(order);
  }

  const names = Array.from({ length: count }, (_, index) => `n${index}`);
  const workers = Array.from({ length: requestsAtOnce }, async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) await judge(name);
  });
  const crashing = (async () => {
    while (crashed < crashes && done < count) {
      const at = ((crashed + 0.2 + 0.6 * random.float()) * count) / (crashes + 1);
      while (done < at && names.length > 0) await pause(2);
      await crashNow();
    }
  })();
  await Promise.all([...workers, crashing]);
  served.signal('SIGKILL');
  agent.destroy();
  await store.close();
  await redis.stop();
  await rm(directory, { recursive: true });
  return { requests: count, crashes: crashed, ...found, failures };
}
