/**
 * State and limits that several processes share on a Redis server. Needs the optional package `ioredis`.
 *
 * @module
 */
export type { RedisOptions, RedisStore } from '@titans/core/redis';
export { redisRateLimiter, redisStore } from './redis-store.js';
