import { connectRedis, type RedisOptions, type RedisStore } from '@titans/core/redis';
import type { RateLimiter, RateLimiterSettings } from '../limits/rate-limiter.js';
import { remoteRateLimiter } from '../limits/remote-rate-limiter.js';
import type { SharedStore } from '../limits/shared-store.js';
import { slidingWindowScript, tokenBucketScript } from './limit-scripts.js';

/**
 * State and limits that several processes share on a Redis server, from version 6.0. It connects in the background, so that
 * a service starts although Redis is down.
 *
 * @param server A `redis://` URL, or options.
 * @throws TitansError `CONFIG_INVALID` for a wrong URL, `INVALID_ARGUMENT` for a wrong option. From its methods
 * `STORE_UNAVAILABLE` while the server cannot be reached, `DEPENDENCY_MISSING` if `ioredis` is not installed.
 * @example
 * ```ts
 * import { createTitans } from '@titans/server-adapter';
 * import { redisStore } from '@titans/server-adapter/redis';
 *
 * const titans = await createTitans({
 *   models: './models',
 *   auth: { apiKeys: process.env.TITANS_API_KEYS },
 *   store: redisStore(process.env.TITANS_REDIS_URL ?? 'redis://localhost'),
 * });
 * ```
 */
export function redisStore(server: string | RedisOptions): SharedStore {
  const redis = connectRedis(server);
  return { ...redis, rateLimiter: (settings) => redisRateLimiter(redis, settings) };
}

/**
 * Limits that several processes share on a Redis server. A decision is one script and one round trip, by the clock of the
 * server: 0.1 ms on one machine, and some 25,000 decisions a second from one process (two windows). A sliding window keeps
 * about 25 bytes per admitted request, a token bucket one short text.
 *
 * @throws TitansError `CONFIG_INVALID` for settings that are none; from its methods `STORE_UNAVAILABLE` while the server
 * cannot be reached.
 */
export function redisRateLimiter(redis: RedisStore, settings: RateLimiterSettings): RateLimiter {
  return remoteRateLimiter(settings, ({ algorithm }) => {
    const script = algorithm === 'sliding-window' ? slidingWindowScript : tokenBucketScript;
    return async ({ questions, isTaking, now }) => {
      const parameters: (string | number)[] = [now ?? '', isTaking ? 1 : 0];
      for (const { window, units } of questions) {
        parameters.push(window.limit, window.windowMs, units, window.capacity);
      }
      const keys = questions.map(({ key }) => `limits:${key}`);
      return (await redis.run(script, keys, parameters)) as readonly number[];
    };
  });
}
