import { type RedisConnection, redisConnection } from './redis-connection.js';
import type { RedisOptions } from './redis-options.js';
import { type RedisStore, redisKeyValueStore } from './redis-store.js';

/**
 * Connects to a Redis server, from version 6.0, and keeps small state on it.
 *
 * No method waits without an end: a server that cannot be reached is told at once, one that does not answer after
 * `commandTimeoutMs`, both as `STORE_UNAVAILABLE`. A lost connection is made anew by itself, within half a second of
 * the server's return. A command that was on its way when the connection was lost is not sent again, so it may or may not
 * have been done.
 *
 * @param server A `redis://` URL, or options.
 * @throws TitansError `STORE_UNAVAILABLE` if the server does not answer or refuses the credentials, `CONFIG_INVALID` for
 * a wrong URL, `INVALID_ARGUMENT` for a wrong option, `DEPENDENCY_MISSING` if `ioredis` is not installed. From its
 * methods also what `memoryKeyValueStore` says of keys, times and counters.
 * @example
 * ```ts
 * import { openRedis } from '@titans/core/redis';
 *
 * const store = await openRedis(process.env.REDIS_URL ?? 'redis://localhost');
 * await store.set('greeting', 'hello', { ttlMs: 60_000 });
 * await store.close();
 * ```
 */
export async function openRedis(server: string | RedisOptions): Promise<RedisStore> {
  const connection = connectionTo(server);
  try {
    await connection.opened;
  } catch (error) {
    await connection.close();
    throw error;
  }
  return redisKeyValueStore(connection);
}

/**
 * The same as {@link openRedis} without waiting: it connects in the background, so that a service starts although Redis
 * is down. Methods reject with `STORE_UNAVAILABLE` until it is there.
 *
 * @param server A `redis://` URL, or options.
 * @throws TitansError `CONFIG_INVALID` for a wrong URL, `INVALID_ARGUMENT` for a wrong option.
 */
export function connectRedis(server: string | RedisOptions): RedisStore {
  return redisKeyValueStore(connectionTo(server));
}

function connectionTo(server: string | RedisOptions): RedisConnection {
  return redisConnection(typeof server === 'string' ? { url: server } : server);
}
