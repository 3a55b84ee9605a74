import { keyValueStoreConformance } from '@titans/core/conformance';
import { openRedis, type RedisStore } from '@titans/core/redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRedis, type RedisServer, startRedis } from '../../../core/src/testing/redis-server.js';
import { rateLimiterConformance } from '../conformance/rate-limiter.js';
import { redisRateLimiter, redisStore } from './redis-store.js';

const minute = { name: 'minute', limit: 100, windowSeconds: 60 } as const;

describe.skipIf(findRedis() === undefined)('on a real server', () => {
  let server: RedisServer;
  let redis: RedisStore;
  beforeAll(async () => {
    server = await startRedis();
    redis = await openRedis(server.patient);
  });
  afterAll(async () => {
    await redis?.close();
    await server?.stop();
  });

  describe.concurrent.each(['sliding-window', 'token-bucket'] as const)('a %s conforms', (algorithm) => {
    for (const { name, run } of rateLimiterConformance(
      (settings) => redisRateLimiter(redis, settings),
      algorithm,
    )) {
      test(name, run);
    }
  });

  describe.concurrent('the store conforms', () => {
    for (const { name, run } of keyValueStoreConformance(() => redisStore(server.patient))) test(name, run);
  });

  test('what nobody asks for again goes by itself', async () => {
    const store = redisStore({ url: server.url, keyPrefix: 'expiry:' });
    for (const algorithm of ['sliding-window', 'token-bucket'] as const) {
      await store.rateLimiter({ algorithm, windows: [minute] }).take({ caller: 'k' }, 5);
    }
    const { Redis } = await import('ioredis');
    const client = new Redis(server.url);
    const keys = (await client.keys('expiry:*')).sort();
    expect(keys).toEqual([
      'expiry:limits:sliding-window:minute/60:k',
      'expiry:limits:token-bucket:minute/60:k',
    ]);
    const [log = 0, bucket = 0] = await Promise.all(keys.map((key) => client.pttl(key)));
    // A minute to spare: the log's minute; 5 of 100 units a minute come back in 3 seconds.
    expect(log).toBeGreaterThan(119_000);
    expect(log).toBeLessThanOrEqual(120_000);
    expect(bucket).toBeGreaterThan(62_000);
    expect(bucket).toBeLessThanOrEqual(63_000);
    await client.quit();
    await store.close();
  });
});
