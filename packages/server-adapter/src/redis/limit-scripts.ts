import { type RedisScript, redisScript } from '@titans/core/redis';

/**
 * Both scripts take, for each window, one key and four numbers: limit, length in milliseconds, units, and what fits at
 * once. Before them stand the moment, or nothing for the clock of the server, and whether to take. They answer three
 * numbers for each window: remaining, reset and wait, the last two in milliseconds.
 *
 * A key outlives its last unit by a minute, so that a clock that is given may be somewhat behind the server's.
 */
const beginning = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local isTaking = ARGV[2] == '1'
local isAdmitted = true
local windows = {}
local answer = {}
local spareMs = 60000
local function argument(index, offset) return tonumber(ARGV[4 * index - 2 + offset]) end
`;

/**
 * A list of \`moment units sum\` per window, where the sum counts every unit since the list began: what is used is the
 * difference of two sums, so that no unit is counted one by one.
 */
export const slidingWindowScript: RedisScript = redisScript(`${beginning}
local function read(entry)
  local at, units, sum = string.match(entry, '^(%d+) (%d+) (%d+)$')
  return tonumber(at), tonumber(units), tonumber(sum)
end
for index, key in ipairs(KEYS) do
  local limit, length, units = argument(index, 1), argument(index, 2), argument(index, 3)
  local window = { key = key, limit = limit, length = length, units = units, used = 0, sum = 0, wait = 0 }
  local last = redis.call('LINDEX', key, -1)
  if last then
    local lastAt, lastUnits, lastSum = read(last)
    if lastAt > now then
      -- The clock was set back: what was used later than now counts as used now.
      lastAt, lastUnits = now, 0
      while last do
        local at, units = read(last)
        if at <= now then break end
        lastUnits = lastUnits + units
        redis.call('RPOP', key)
        last = redis.call('LINDEX', key, -1)
      end
      redis.call('RPUSH', key, string.format('%.0f %.0f %.0f', lastAt, lastUnits, lastSum))
      redis.call('PEXPIRE', key, length + spareMs)
    end
    local first = redis.call('LINDEX', key, 0)
    while first do
      local at, firstUnits, sum = read(first)
      if at > now - length then
        window.oldest = at
        window.used = lastSum - sum + firstUnits
        window.sum = lastSum
        window.lastAt, window.lastUnits = lastAt, lastUnits
        break
      end
      redis.call('LPOP', key)
      first = redis.call('LINDEX', key, 0)
    end
  end
  local excess = window.used + units - limit
  if excess > 0 then
    isAdmitted = false
    local freedBy = window.sum - window.used + excess
    local from, found = 0, nil
    while not found do
      local entries = redis.call('LRANGE', key, from, from + 49)
      for _, entry in ipairs(entries) do
        local at, _, sum = read(entry)
        if sum >= freedBy then found = at break end
      end
      if #entries == 0 then found = now end
      from = from + 50
    end
    window.wait = found + length - now
  end
  windows[index] = window
end
for _, window in ipairs(windows) do
  if isAdmitted and isTaking then
    local sum = window.sum + window.units
    local units = window.units
    if window.lastAt == now then
      redis.call('RPOP', window.key)
      units = units + window.lastUnits
    end
    redis.call('RPUSH', window.key, string.format('%.0f %.0f %.0f', now, units, sum))
    redis.call('PEXPIRE', window.key, window.length + spareMs)
    window.used = window.used + window.units
    window.oldest = window.oldest or now
  end
  local reset = window.used > 0 and window.oldest + window.length - now or 0
  table.insert(answer, window.limit - window.used)
  table.insert(answer, reset)
  table.insert(answer, window.wait)
end
return answer
`);

/** A text \`missing moment\` per window: what the bucket lacks, in units times the milliseconds of the window. */
export const tokenBucketScript: RedisScript = redisScript(`${beginning}
for index, key in ipairs(KEYS) do
  local limit, length, units, capacity = argument(index, 1), argument(index, 2), argument(index, 3), argument(index, 4)
  local missing = 0
  local held = redis.call('GET', key)
  if held then
    local lacked, at = string.match(held, '^(%d+) (%d+)$')
    lacked, at = tonumber(lacked), tonumber(at)
    if at > now then
      -- The clock was set back: what was lacking later than now is lacking now.
      at = now
      local text = string.format('%.0f %.0f', lacked, now)
      redis.call('SET', key, text, 'PX', math.ceil(lacked / limit) + spareMs)
    end
    missing = math.max(0, lacked - (now - at) * limit)
  end
  local excess = missing - (capacity - units) * length
  local wait = 0
  if excess > 0 then
    isAdmitted = false
    wait = math.ceil(excess / limit)
  end
  windows[index] = {
    key = key, limit = limit, length = length, units = units, capacity = capacity,
    missing = missing, wait = wait,
  }
end
for _, window in ipairs(windows) do
  if isAdmitted and isTaking then
    window.missing = window.missing + window.units * window.length
    local text = string.format('%.0f %.0f', window.missing, now)
    redis.call('SET', window.key, text, 'PX', math.ceil(window.missing / window.limit) + spareMs)
  end
  local remaining = math.floor((window.capacity * window.length - window.missing) / window.length)
  local reset = 0
  if window.missing > 0 then
    reset = math.ceil((window.missing - (window.capacity - remaining - 1) * window.length) / window.limit)
  end
  table.insert(answer, remaining)
  table.insert(answer, reset)
  table.insert(answer, window.wait)
end
return answer
`);
