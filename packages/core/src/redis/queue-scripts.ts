import { type RedisScript, redisScript } from './redis-script.js';

/**
 * A topic has five keys: `ready` (a list of ids), `messages` (a hash: id → `attempt:length of the key:key body`), `leased`
 * (a sorted set: id → the moment at which its lease ends), `keys` (a hash: deduplication key → id) and `dead` (a list). A
 * counter makes the ids.
 */
const beginning = `
local ready, messages, leased, keys, dead, counter = unpack(KEYS)
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function read(id)
  local text = redis.call('HGET', messages, id)
  if not text then return nil end
  local attempt, length, rest = string.match(text, '^(%d+):(%d+):(.*)$')
  length = tonumber(length)
  return tonumber(attempt), string.sub(rest, 1, length), string.sub(rest, length + 1)
end
local function write(id, attempt, key, body)
  redis.call('HSET', messages, id, attempt .. ':' .. #key .. ':' .. key .. body)
end
local function forget(id, key)
  redis.call('ZREM', leased, id)
  redis.call('HDEL', messages, id)
  if key ~= '' then redis.call('HDEL', keys, key) end
end
local function bury(id, attempt, key, body, maxDeadLetters)
  forget(id, key)
  redis.call('RPUSH', dead, id .. ':' .. attempt .. ':' .. body)
  redis.call('LTRIM', dead, -maxDeadLetters, -1)
end
`;

/** ARGV: the body, its key or `''`, how many messages the topic holds. Answers `sent`, `dropped` or `full`. */
export const sendScript: RedisScript = redisScript(`${beginning}
local body, key = ARGV[1], ARGV[2]
if key ~= '' and redis.call('HEXISTS', keys, key) == 1 then return 'dropped' end
if redis.call('HLEN', messages) >= tonumber(ARGV[3]) then return 'full' end
local id = tostring(redis.call('INCR', counter))
write(id, 0, key, body)
if key ~= '' then redis.call('HSET', keys, key, id) end
redis.call('RPUSH', ready, id)
return 'sent'
`);

/** ARGV: the length of a lease, the attempts of a message, the dead letters of a topic. Answers id, attempt and body. */
export const takeScript: RedisScript = redisScript(`${beginning}
local moment = now()
local leaseMs, maxAttempts, maxDeadLetters = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local lost = redis.call('ZRANGEBYSCORE', leased, '-inf', moment, 'LIMIT', 0, 100)
for index = #lost, 1, -1 do
  local id = lost[index]
  local attempt, key, body = read(id)
  if attempt >= maxAttempts then bury(id, attempt, key, body, maxDeadLetters)
  else
    redis.call('ZREM', leased, id)
    redis.call('LPUSH', ready, id)
  end
end
local id = redis.call('LPOP', ready)
if not id then return false end
local attempt, key, body = read(id)
write(id, attempt + 1, key, body)
redis.call('ZADD', leased, moment + leaseMs, id)
return {id, attempt + 1, body}
`);

/** ARGV: the id, its attempt, the length of a lease. */
export const renewScript: RedisScript = redisScript(`${beginning}
if read(ARGV[1]) == tonumber(ARGV[2]) then
  redis.call('ZADD', leased, 'XX', now() + tonumber(ARGV[3]), ARGV[1])
end
return 1
`);

/** ARGV: the id, its attempt, whether it is done, the attempts of a message, the dead letters of a topic. */
export const settleScript: RedisScript = redisScript(`${beginning}
local id = ARGV[1]
local attempt, key, body = read(id)
if attempt ~= tonumber(ARGV[2]) or not redis.call('ZSCORE', leased, id) then return 0 end
if ARGV[3] == '1' then forget(id, key)
elseif attempt >= tonumber(ARGV[4]) then bury(id, attempt, key, body, tonumber(ARGV[5]))
else
  redis.call('ZREM', leased, id)
  redis.call('LPUSH', ready, id)
end
return 1
`);

/** Answers `id:attempt:body` of each. */
export const deadLettersScript: RedisScript = redisScript(`return redis.call('LRANGE', KEYS[5], 0, -1)`);
