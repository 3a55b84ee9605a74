import { afterAll, beforeAll, describe, test } from 'vitest';
import { queueConformance } from '../conformance/index.js';
import { leasedQueueCases } from '../testing/leased-queue-cases.js';
import { findRedis, type RedisServer, startRedis } from '../testing/redis-server.js';
import { openRedis } from './open-redis.js';
import { takeScript } from './queue-scripts.js';
import { redisQueue } from './redis-queue.js';
import type { RedisStore } from './redis-store.js';

describe.skipIf(findRedis() === undefined).concurrent('a queue on a real Redis', () => {
  let server: RedisServer;
  let store: RedisStore;
  beforeAll(async () => {
    server = await startRedis();
    store = await openRedis(server.patient);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  for (const { name, run } of queueConformance(() => redisQueue(store, { pollMs: 20 }))) test(name, run);

  leasedQueueCases(
    (options) => redisQueue(store, options),
    async (topic, leaseMs) => {
      const parts = ['ready', 'messages', 'leased', 'keys', 'dead', 'counter'];
      const keys = parts.map((part) => `queue:${part}:${topic}`);
      return (await store.run(takeScript, keys, [leaseMs, 2, 1_000])) !== null;
    },
  );
});
