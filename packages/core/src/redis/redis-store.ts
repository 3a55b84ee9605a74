import type { KeyValueStore, SetOptions } from '../storage/key-value-store.js';
import { counterError, requireKey, ttlMsOf } from '../storage/store-arguments.js';
import { fromStoredText, toStoredText } from '../storage/stored-text.js';
import { versionSource } from '../storage/version-source.js';
import type { RedisConnection } from './redis-connection.js';
import { type RedisReply, type RedisScript, redisScript } from './redis-script.js';

/** Small shared state on a Redis server, and scripts beside it. */
export interface RedisStore extends KeyValueStore {
  /**
   * Runs a script as one step. The store's prefix is put before the keys, not before keys that the script makes itself.
   *
   * @throws TitansError `STORE_UNAVAILABLE` if the server cannot be reached or refuses.
   */
  run(
    script: RedisScript,
    keys: readonly string[],
    parameters: readonly (string | number)[],
  ): Promise<RedisReply>;
}

/** Values are kept as `version:value`, so that one plain command reads or writes both. */
const separator = ':';

/** ARGV: `''` for no value or `=` and the expected version; the new text; its time to live or `''`. */
const compareAndSet: RedisScript = redisScript(`
local held = redis.call('GETRANGE', KEYS[1], 0, 79)
local version = held == '' and '' or '=' .. string.match(held, '^[^:]*')
if version ~= ARGV[1] then return 0 end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
`);

/** ARGV: what is added; the new version; the time to live of a new counter or `''`. Answers nothing if it cannot add. */
const increment: RedisScript = redisScript(`
local held = redis.call('GET', KEYS[1])
local sum = tonumber(ARGV[1])
if held then
  local counter = string.match(held, '^[^:]*:(-?%d+)$')
  if not counter then return false end
  sum = sum + tonumber(counter)
end
if sum > 9007199254740991 or sum < -9007199254740991 then return false end
local text = string.format('%.0f', sum)
local stored = ARGV[2] .. ':' .. text
if held then redis.call('SET', KEYS[1], stored, 'KEEPTTL')
elseif ARGV[3] == '' then redis.call('SET', KEYS[1], stored)
else redis.call('SET', KEYS[1], stored, 'PX', ARGV[3]) end
return text
`);

/** Keeps small state on a Redis server. Values expire by the clock of the server. */
export function redisKeyValueStore({ send, close }: RedisConnection): RedisStore {
  const nextVersion = versionSource();

  function stored(value: string): string {
    return `${nextVersion()}${separator}${toStoredText(value)}`;
  }

  function ttlText(options: SetOptions): string {
    return String(ttlMsOf(options) ?? '');
  }

  async function run(
    script: RedisScript,
    keys: readonly string[],
    parameters: readonly (string | number)[],
  ): Promise<RedisReply> {
    for (const key of keys) requireKey(key);
    const given = [...keys, ...parameters];
    return send(async (driver) => {
      try {
        return (await driver.evalsha(script.sha1, keys.length, ...given)) as RedisReply;
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return (await driver.eval(script.lua, keys.length, ...given)) as RedisReply;
      }
    });
  }

  return {
    run,
    close,
    async get(key) {
      requireKey(key);
      const text = await send((driver) => driver.get(key));
      if (text === null) return null;
      const end = text.indexOf(separator);
      return { version: text.slice(0, end), value: fromStoredText(text.slice(end + 1)) };
    },
    async set(key, value, options = {}) {
      requireKey(key);
      const ttlMs = ttlMsOf(options);
      await send((driver) =>
        ttlMs === null ? driver.set(key, stored(value)) : driver.set(key, stored(value), 'PX', ttlMs),
      );
    },
    async compareAndSet(key, expected, value, options = {}) {
      const version = expected === null ? '' : `=${expected}`;
      return (await run(compareAndSet, [key], [version, stored(value), ttlText(options)])) === 1;
    },
    async increment(key, by, options = {}) {
      if (!Number.isSafeInteger(by)) throw counterError();
      const sum = await run(increment, [key], [by, nextVersion(), ttlText(options)]);
      if (sum === null) throw counterError();
      return Number(sum);
    },
    async delete(key) {
      requireKey(key);
      return (await send((driver) => driver.del(key))) === 1;
    },
  };
}
