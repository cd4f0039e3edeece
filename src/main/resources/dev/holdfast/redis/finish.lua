-- Forgets jobs that are safe at home: all reads first, all writes last. The proofs that they were accepted here stay.
--
-- KEYS[1] holdfast:strays
-- KEYS[2] holdfast:claims
-- KEYS[3] rq:groups
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] what the keys of groups begin with
-- ARGV[3...] for each job: id, rq:job:<id>, rq:job:<id>:dependents, rq:job::<id>:dependencies, rq:queue:<queue>,
--            rq:scheduled:<queue>, rq:deferred:<queue>, fingerprint
--
-- An id may belong to another job by now, which is left alone: one that came under another key.
--
-- Answers {OK, number of jobs}, or {EXPIRED} when it is too late.
local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED'}
end

-- Whether a key holds something else; any other error, such as a right that is missing, ends the call.
local function isForeign(reply)
  local failure = type(reply) == 'table' and reply.err
  if failure and not string.find(failure, 'WRONGTYPE', 1, true) then
    error(failure)
  end
  return failure
end

local SIZE = 8
local mayForget = not isForeign(redis.pcall('SCARD', KEYS[3]))
local others, places, groups = {}, {}, {}
for i = 3, #ARGV, SIZE do
  local owner = redis.pcall('HGET', ARGV[i + 1], 'holdfast_fp')
  others[i] = not isForeign(owner) and owner and owner ~= ARGV[i + 7]
  -- A claimed job is in no queue and no registry: looking for it would be a walk through the whole queue.
  if not redis.call('HGET', KEYS[2], ARGV[i]) then
    places[i] = {
      queue = not isForeign(redis.pcall('LLEN', ARGV[i + 4])),
      scheduled = not isForeign(redis.pcall('ZCARD', ARGV[i + 5])),
      deferred = not isForeign(redis.pcall('ZCARD', ARGV[i + 6])),
    }
  end
  local group = redis.pcall('HGET', ARGV[i + 1], 'group_id')
  if group and not isForeign(group) and group ~= '' and not isForeign(redis.pcall('SCARD', ARGV[2] .. group)) then
    groups[i] = group
  end
end

local function forget(i)
  local from = places[i] or {}
  if from.queue then
    redis.call('LREM', ARGV[i + 4], 1, ARGV[i])
  end
  if from.scheduled then
    redis.call('ZREM', ARGV[i + 5], ARGV[i])
  end
  if from.deferred then
    redis.call('ZREM', ARGV[i + 6], ARGV[i])
  end
  if groups[i] then
    redis.call('SREM', ARGV[2] .. groups[i], ARGV[i])
    -- As RQ does, which forgets a group without jobs.
    if mayForget and redis.call('EXISTS', ARGV[2] .. groups[i]) == 0 then
      redis.call('SREM', KEYS[3], groups[i])
    end
  end
  redis.call('DEL', ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  redis.call('ZREM', KEYS[1], ARGV[i])
  redis.call('HDEL', KEYS[2], ARGV[i])
end

for i = 3, #ARGV, SIZE do
  if not others[i] then
    forget(i)
  end
end
return {'OK', string.format('%.0f', (#ARGV - 2) / SIZE)}
