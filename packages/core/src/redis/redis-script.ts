import { createHash } from 'node:crypto';

/** A program that runs on the server, as one step that no other command interrupts. */
export interface RedisScript {
  /** In Lua 5.1, with `KEYS` and `ARGV`. */
  readonly lua: string;
  /** By which the server knows it once it has seen it. */
  readonly sha1: string;
}

/** What a script answers. */
export type RedisReply = string | number | null | readonly RedisReply[];

/**
 * Makes a script of its text.
 *
 * @example
 * ```ts
 * import { openRedis, redisScript } from '@titans/core/redis';
 *
 * const highest = redisScript(`
 *   local held = tonumber(redis.call('GET', KEYS[1]) or '-inf')
 *   if tonumber(ARGV[1]) > held then redis.call('SET', KEYS[1], ARGV[1]) end
 *   return redis.call('GET', KEYS[1])
 * `);
 * const redis = await openRedis('redis://localhost');
 * await redis.run(highest, ['highest'], [42]);
 * await redis.close();
 * ```
 */
export function redisScript(lua: string): RedisScript {
  return Object.freeze({ lua, sha1: createHash('sha1').update(lua).digest('hex') });
}
