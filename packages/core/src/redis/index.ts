/**
 * Small shared state and queues on a Redis server. Needs the optional package `ioredis`.
 *
 * @module
 */
export { connectRedis, openRedis } from './open-redis.js';
export type { RedisOptions } from './redis-options.js';
export { redisQueue } from './redis-queue.js';
export { type RedisReply, type RedisScript, redisScript } from './redis-script.js';
export type { RedisStore } from './redis-store.js';
