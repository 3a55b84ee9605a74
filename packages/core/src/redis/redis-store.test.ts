import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyValueStoreConformance } from '../conformance/index.js';
import { findRedis, type RedisServer, startRedis } from '../testing/redis-server.js';
import { connectRedis, openRedis } from './open-redis.js';
import { redisScript } from './redis-script.js';

const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE' });

async function timed<T>(work: () => Promise<T>): Promise<{ readonly outcome: unknown; readonly ms: number }> {
  const begun = performance.now();
  const outcome = await work().catch((error: unknown) => error);
  return { outcome, ms: performance.now() - begun };
}

/** Waits until the work succeeds, ten seconds at most. */
async function recovery(work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const { outcome } = await timed(work);
    if (!(outcome instanceof Error)) return;
    if (performance.now() - begun > 10_000) throw outcome;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(findRedis() === undefined)('on a real server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  describe.concurrent('conforms', () => {
    for (const { name, run } of keyValueStoreConformance(() => openRedis(server.patient))) test(name, run);
  });

  test('keys begin with the prefix, and stores with other prefixes do not meet', async () => {
    const [first, second, bare] = await Promise.all([
      openRedis({ url: server.url, keyPrefix: 'first:' }),
      openRedis({ url: server.url, keyPrefix: 'second:' }),
      openRedis({ url: server.url, keyPrefix: '' }),
    ]);
    await first.set('key', 'value');
    expect(await second.get('key')).toBeNull();
    expect((await bare.get('first:key'))?.value).toBe('value');
    await Promise.all([first, second, bare].map((store) => store.close()));
  });

  test('a script runs as one step, also when the server has forgotten it', async () => {
    const store = await openRedis(server.url);
    const script = redisScript("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1]), {}, false}");
    expect(await store.run(script, ['counter'], [7])).toEqual(['titans:counter', '7', 1, [], null]);
    await store.run(redisScript("return redis.call('SCRIPT', 'FLUSH')"), [], []).catch(() => {});
    expect(await store.run(script, ['counter'], ['x'])).toEqual(['titans:counter', 'x', 2, [], null]);
    await store.close();
  });

  test('what the server refuses is told without the value', async () => {
    const store = await openRedis(server.url);
    await store.run(redisScript("return redis.call('LPUSH', KEYS[1], 'a')"), ['list'], []);
    const refusal = await store.get('list').catch((error: unknown) => error);
    expect(refusal).toEqual(unavailable);
    expect(String(refusal)).toMatch(/WRONGTYPE/);
    await store.close();
  });

  test('a server that is killed is told at once, and used again soon after its return', async () => {
    const store = await openRedis(server.url);
    await server.kill();
    const times: number[] = [];
    for (let index = 0; index < 5; index++) {
      const { outcome, ms } = await timed(() => store.get('a'));
      expect(outcome).toEqual(unavailable);
      times.push(ms);
    }
    // Waiting for an answer would take a second; on a busy machine one of them may.
    expect(Math.min(...times)).toBeLessThan(250);
    await server.restart();
    await recovery(() => store.set('a', 'b'));
    expect((await store.get('a'))?.value).toBe('b');
    await store.close();
  });

  test('a server that hangs is given up in time, and used again once it answers', async () => {
    const store = await openRedis({ url: server.url, commandTimeoutMs: 100, connectTimeoutMs: 100 });
    server.freeze();
    try {
      const asked = await Promise.all(Array.from({ length: 20 }, () => timed(() => store.increment('n', 1))));
      for (const { outcome, ms } of asked) {
        expect(outcome).toEqual(unavailable);
        expect(ms).toBeLessThan(10_000);
      }
    } finally {
      server.thaw();
    }
    await recovery(() => store.get('n'));
    await store.close();
  });

  test('closing does not wait for a server that hangs', async () => {
    const store = await openRedis({ url: server.url, commandTimeoutMs: 100 });
    server.freeze();
    const { ms } = await timed(() => store.close());
    server.thaw();
    expect(ms).toBeLessThan(10_000);
  });

  test('a wrong password is told without the password', async () => {
    const refusal = await openRedis(server.url.replace('redis://', 'redis://user:hunter22@')).catch(
      (error: unknown) => error,
    );
    expect(refusal).toEqual(unavailable);
    expect(String(refusal)).not.toContain('hunter22');
  });

  test('a service may start before its server', async () => {
    await server.kill();
    const store = connectRedis(server.url);
    expect((await timed(() => store.get('a'))).outcome).toEqual(unavailable);
    await server.restart();
    await recovery(() => store.get('a'));
    await store.close();
  });
});

test('a server that does not run is told with what to check', async () => {
  await expect(openRedis('redis://127.0.0.1:1')).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringMatching(/ECONNREFUSED.*Check that it runs/),
  });
});

test.each(['http://localhost', 'redis://:hunter22@localhost/db', 'nonsense'])(
  'the address %s is refused without being shown',
  async (url) => {
    const refusal = await openRedis(url).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(String(refusal)).not.toContain('hunter22');
  },
);

test('times that are none are refused', async () => {
  await expect(openRedis({ commandTimeoutMs: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(openRedis({ connectTimeoutMs: Number.NaN })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});
