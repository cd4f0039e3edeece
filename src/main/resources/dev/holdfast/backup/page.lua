-- Reads the next jobs of one queue or registry, with all that belongs to them, at one instant; writes nothing.
--
-- Others push and pop meanwhile, so a place in the list says nothing: the walk goes on behind the last ids that it read,
-- wherever they are now. If none of them is left, all before them has been taken, and it goes on at the head. It may
-- read a job again, but passes over none that stayed.
--
-- KEYS[1] rq:queue:<q>, a list, or rq:scheduled:<q> and the like, a sorted set
-- ARGV[1] how many jobs at most
-- ARGV[2] how many bytes at most, but for a first job that is larger
-- ARGV[3] how many stood before the place in the list; in a sorted set, the score of the last id; empty at first
-- ARGV[4...] the ids that were read last, the newest first
-- The keys of the jobs are not declared: RQ runs on no Cluster.
--
-- Answers {how many there are, where this ended (as ARGV[3]), how many entries were looked at,
--          then for each: {entry as it stands there, id, score or empty, PTTL of the hash,
--                          the hash: name, value, ..., its results: {id, {name, value, ...}}, ..., their PTTL,
--                          holdfast:done:<id> or empty, the ids that it waits for, empty}};
--         the hash is empty for an id that has none. Behind a job that waits for one that has failed, was stopped or
--         canceled comes that one, too, and the name of its registry as the last part.
local key = KEYS[1]
local max, budget = tonumber(ARGV[1]), tonumber(ARGV[2])
local kind = redis.call('TYPE', key).ok
local NEAR = 1000

local function anchored(from, to)
  local near = redis.call('LRANGE', key, from, to)
  for anchor = 4, #ARGV do
    for i = #near, 1, -1 do
      if near[i] == ARGV[anchor] then
        return from + i
      end
    end
  end
end

local function listed()
  local total = redis.call('LLEN', key)
  local start = 0
  if ARGV[3] ~= '' then
    local before = tonumber(ARGV[3])
    if redis.call('LINDEX', key, before - 1) == ARGV[4] then
      start = before
    else
      start = anchored(math.max(0, before - NEAR), before + NEAR)
    end
    for anchor = 4, #ARGV do
      local found = not start and redis.call('LPOS', key, ARGV[anchor])
      if found then
        start = found + 1
      end
    end
    start = start or 0
  end
  local entries = redis.call('LRANGE', key, start, start + max - 1)
  return total, entries, function(read)
    return tostring(start + read)
  end
end

local function registered()
  local total = redis.call('ZCARD', key)
  local start = 0
  if ARGV[3] ~= '' then
    if redis.call('ZSCORE', key, ARGV[4]) == ARGV[3] then
      start = redis.call('ZRANK', key, ARGV[4]) + 1
    else
      start = redis.call('ZCOUNT', key, '-inf', '(' .. ARGV[3])
    end
  end
  local entries = redis.call('ZRANGE', key, start, start + max - 1)
  return total, entries, function(read)
    return redis.call('ZSCORE', key, entries[read])
  end
end

local function or_none(reply)
  return type(reply) == 'table' and not reply.err and reply or {}
end

local function size(parts)
  local sum = 0
  for _, part in ipairs(parts) do
    sum = sum + (type(part) == 'table' and size(part) or #part)
  end
  return sum
end

local total, entries, ending
if kind == 'list' then
  total, entries, ending = listed()
elseif kind == 'zset' then
  total, entries, ending = registered()
else
  return {0, '', 0}
end

local function whole(entry, id, hash, score, registry)
  local results = or_none(redis.pcall('XRANGE', 'rq:results:' .. id, '-', '+'))
  local proven = redis.pcall('HMGET', 'rq:job:' .. id, 'holdfast_proof')[1]
  local proof = redis.pcall('GET', 'holdfast:done:' .. (proven or id))
  return size(hash) + size(results), {
    entry,
    id,
    score,
    redis.call('PTTL', 'rq:job:' .. id),
    hash,
    results,
    redis.call('PTTL', 'rq:results:' .. id),
    type(proof) == 'string' and proof or '',
    or_none(redis.pcall('SMEMBERS', 'rq:job::' .. id .. ':dependencies')),
    registry,
  }
end

local answer = {total, '', 0}
local bytes, read = 0, 0

local function add(...)
  local taken, part = whole(...)
  bytes = bytes + taken
  answer[#answer + 1] = part
  return part
end

local ENDED = {failed = 'failed', stopped = 'failed', canceled = 'canceled'}

-- Only these would be missed: what still has to run is copied anyway, and what has finished is not waited for.
local function add_ended(parent)
  local fields = redis.pcall('HMGET', 'rq:job:' .. parent, 'status', 'origin')
  local registry = not fields.err and ENDED[fields[1] or '']
  if registry and fields[2] then
    local score = redis.pcall('ZSCORE', 'rq:' .. registry .. ':' .. fields[2], parent)
    if type(score) == 'string' then
      add(parent, parent, redis.call('HGETALL', 'rq:job:' .. parent), score, registry)
    end
  end
end

for _, entry in ipairs(entries) do
  local id = entry
  local hash = or_none(redis.pcall('HGETALL', 'rq:job:' .. id))
  if #hash == 0 and kind == 'zset' then
    -- Since RQ 2.0 a job that runs stands there as <id>:<execution>.
    local cut = string.match(entry, '^(.+):[^:]*$')
    if cut then
      id = cut
      hash = or_none(redis.pcall('HGETALL', 'rq:job:' .. id))
    end
  end
  read = read + 1
  local added = add(entry, id, hash, kind == 'zset' and redis.call('ZSCORE', key, entry) or '', '')
  if string.sub(key, 1, 12) == 'rq:deferred:' then
    for _, parent in ipairs(added[9]) do
      add_ended(parent)
    end
  end
  if bytes > budget then
    break
  end
end
if read > 0 then
  answer[2], answer[3] = ending(read), read
end
return answer
