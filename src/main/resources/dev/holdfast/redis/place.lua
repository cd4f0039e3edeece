-- Places one job, once: every check comes before the first write, so that it can never be half applied.
--
-- KEYS[1] rq:job:<id>                 the job's hash
-- KEYS[2] rq:queue:<queue>            the list it waits in
-- KEYS[3] rq:queues                   RQ's set of queues
-- KEYS[4] holdfast:done:<proof>       the proof that it was accepted, which outlives the hash
-- KEYS[5] rq:job:<id>:dependents      expires with the job, as RQ lets it
-- KEYS[6] rq:job::<id>:dependencies   (two colons, as RQ writes it)
-- KEYS[7] rq:workers:<queue>          RQ's set of the queue's workers
-- KEYS[8] holdfast:strays             only on a standby whose jobs are to come home: id by the time of acceptance
-- KEYS[9] holdfast:claims             only there: what is left of a claim of an earlier job of this id means nothing
-- After these, only with terms:
--   rq:scheduled:<queue>, rq:scheduler-lock:<queue>, rq:deferred:<queue>, rq:groups, rq:group:<group>,
--   for each parent rq:job:<parent>, rq:job:<parent>:dependents, holdfast:done:<parent>
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] job id
-- ARGV[3] fingerprint
-- ARGV[4] seconds for which the proof is kept
-- ARGV[5] R: behind all that wait, L: before them
-- ARGV[6] seconds for which the job may wait from the moment it is due, empty for ever
-- ARGV[7] whether KEYS[8] is strays: 1, else 0
-- ARGV[8] 0, or how many words of terms follow:
--         due, in seconds since the epoch, or empty; group, or empty; letters (a: a parent that has failed counts as
--         finished, m: so does one that is unknown here, e: an ended job of this id makes room, r: a rehearsal, which
--         puts something on the stage first); ids of the parents
-- then    the hash as of a queued job: name, value, name, value, ...
--
-- Answers {code, id}: OK        placed by this call; its state and warnings follow
--                     DUP       placed by an earlier call with the same fingerprint; its state follows
--                     CONFLICT  the proof belongs to another job
--                     TAKEN     the id belongs to another job, though the proof does not
--                     ELSEWHERE a parent is unknown here
--                     EXPIRED   too late; a node that was stopped runs old calls when it wakes
--                     WRONGTYPE a key of RQ's holds something else
local id, fingerprint, side, ttl = ARGV[2], ARGV[3], ARGV[5], ARGV[6]
local strays = ARGV[7] == '1' and KEYS[8]
local words = tonumber(ARGV[8])

local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED', id}
end

-- Whether a key holds something else; any other error, such as a right that is missing, ends the call.
local function isForeign(reply)
  local failure = type(reply) == 'table' and reply.err
  if failure and not string.find(failure, 'WRONGTYPE', 1, true) then
    error(failure)
  end
  return failure
end

local proof = redis.pcall('GET', KEYS[4])
local there = redis.call('EXISTS', KEYS[1]) == 1
local before = there and redis.pcall('HGET', KEYS[1], 'status')
if isForeign(proof) or isForeign(before) then
  return {'WRONGTYPE', id}
elseif proof == fingerprint then
  return {'DUP', id, before or ''}
elseif proof then
  return {'CONFLICT', id}
end

local due, group, letters, parents = '', '', '', {}
local scheduled, lock, deferred, groups, members, relatives
if words > 0 then
  due, group, letters = ARGV[9], ARGV[10], ARGV[11]
  for i = 12, 8 + words do
    parents[#parents + 1] = ARGV[i]
  end
  local first = strays and 10 or 8
  scheduled, lock, deferred, groups, members = unpack(KEYS, first, first + 4)
  relatives = first + 5
end
local function said(letter)
  return string.find(letters, letter, 1, true)
end
if said('r') then
  redis.call('HSET', KEYS[1], 'status', 'failed', 'origin', 'rehearsal', 'group_id', 'rehearsal')
  redis.call('HSET', KEYS[relatives], 'status', 'queued')
  there, before = true, 'failed'
end

local function hasEndedBadly(status)
  return status == 'failed' or status == 'stopped' or status == 'canceled'
end

local ended
if there then
  if redis.call('HGET', KEYS[1], 'holdfast_fp') == fingerprint then
    return {'DUP', id, before or ''}
  elseif not said('e') then
    return {'CONFLICT', id}
  elseif before ~= 'finished' and not hasEndedBadly(before) then
    return {'TAKEN', id}
  end
  ended = redis.call('HMGET', KEYS[1], 'origin', 'group_id', 'started_at', 'ended_at')
  -- RQ cancels a job while a worker runs it, which then writes the hash again.
  if before == 'canceled' and (ended[3] or '') ~= '' and (ended[4] or '') == '' then
    return {'TAKEN', id}
  end
  for _, registry in ipairs({'rq:finished:', 'rq:failed:', 'rq:canceled:'}) do
    if isForeign(redis.pcall('ZCARD', registry .. (ended[1] or ''))) then
      return {'WRONGTYPE', id}
    end
  end
  if isForeign(redis.pcall('SCARD', 'rq:group:' .. (ended[2] or ''))) then
    return {'WRONGTYPE', id}
  end
end

local waits, failed, unknown = false, false, false
for i = 1, #parents do
  local key = relatives + 3 * (i - 1)
  local status = redis.pcall('HGET', KEYS[key], 'status')
  if isForeign(status) then
    return {'WRONGTYPE', id}
  elseif not status and redis.call('EXISTS', KEYS[key]) == 0 then
    -- On a standby the proof outlives a job that has gone home, and says nothing about its end.
    unknown = unknown or not said('m') and (strays or redis.call('EXISTS', KEYS[key + 2]) == 0)
  elseif status ~= 'finished' then
    waits = waits or not (hasEndedBadly(status) and said('a'))
    -- RQ's workers pass over one that failed and may, over none that was stopped or canceled.
    failed = failed or hasEndedBadly(status) and not (status == 'failed' and said('a'))
  end
end
if unknown then
  return {'ELSEWHERE', id}
end

local state = 'queued'
if waits then
  state = 'deferred'
elseif due ~= '' and tonumber(due) > tonumber(now[1]) then
  state = 'scheduled'
end

local listed = redis.pcall('SISMEMBER', KEYS[3], KEYS[2])
if isForeign(listed)
    or isForeign(redis.pcall('LLEN', KEYS[2]))
    or state == 'scheduled' and isForeign(redis.pcall('ZCARD', scheduled))
    or state == 'deferred' and isForeign(redis.pcall('ZCARD', deferred))
    or group ~= '' and (isForeign(redis.pcall('SCARD', groups)) or isForeign(redis.pcall('SCARD', members))) then
  return {'WRONGTYPE', id}
end
local former = redis.pcall('SMEMBERS', KEYS[6])
if isForeign(former) then
  return {'WRONGTYPE', id}
end
if state == 'deferred' then
  for i = 1, #parents do
    if isForeign(redis.pcall('SCARD', KEYS[relatives + 3 * (i - 1) + 1])) then
      return {'WRONGTYPE', id}
    end
  end
end
if strays then
  -- Fails before the first write where the key holds something else, or may not be touched.
  redis.call('ZCARD', strays)
  redis.call('HGET', KEYS[9], id)
end

local warnings = {}
if state == 'scheduled' and redis.call('EXISTS', lock) == 0 and not strays then
  warnings[#warnings + 1] = 'no_scheduler'
end
if redis.call('EXISTS', KEYS[7]) == 0 and not strays then
  warnings[#warnings + 1] = 'no_worker'
end
if waits and failed then
  warnings[#warnings + 1] = 'parent_failed'
end

if ended then
  local origin = ended[1] or ''
  for _, registry in ipairs({'rq:finished:', 'rq:failed:', 'rq:canceled:'}) do
    redis.call('ZREM', registry .. origin, id)
  end
  if ended[2] and ended[2] ~= '' then
    redis.call('SREM', 'rq:group:' .. ended[2], id)
  end
  redis.call('DEL', KEYS[1], 'rq:results:' .. id)
  -- RQ gave it the limit of the failure; who waits for this id waits for the new job.
  redis.call('PERSIST', KEYS[5])
end
-- Of an earlier job of this id that has expired, or is replaced: RQ's workers fail a parent whose child knows nothing
-- of it.
for _, parent in ipairs(former) do
  redis.call('SREM', 'rq:job:' .. parent .. ':dependents', id)
end
if #former > 0 then
  redis.call('DEL', KEYS[6])
end
redis.call('HSET', KEYS[1], unpack(ARGV, 9 + words))
if listed == 0 then
  redis.call('SADD', KEYS[3], KEYS[2])
end
if state == 'scheduled' then
  redis.call('HSET', KEYS[1], 'status', state, 'holdfast_due', due)
  redis.call('HDEL', KEYS[1], 'enqueued_at')
  redis.call('ZADD', scheduled, due, id)
elseif state == 'deferred' then
  redis.call('HSET', KEYS[1], 'status', state)
  redis.call('HDEL', KEYS[1], 'enqueued_at')
  -- Workers of RQ 2.0 to 2.7 fail what has a score that has passed.
  redis.call('ZADD', deferred, ttl == '' and '+inf' or now[1] + ttl, id)
  for i = 1, #parents do
    local key = relatives + 3 * (i - 1)
    redis.call('SADD', KEYS[6], parents[i])
    if redis.call('EXISTS', KEYS[key]) == 1 then
      redis.call('SADD', KEYS[key + 1], id)
    end
  end
end
if group ~= '' then
  redis.call('SADD', groups, group)
  redis.call('SADD', members, id)
end
if ttl ~= '' then
  local seconds = state == 'scheduled' and due - now[1] + ttl or ttl
  redis.call('EXPIRE', KEYS[1], seconds)
  redis.call('EXPIRE', KEYS[5], seconds)
  if state == 'deferred' then
    -- An id that may be used again has to find whose children it was.
    redis.call('EXPIRE', KEYS[6], said('e') and seconds + 86400 or seconds)
  end
end
redis.call('SET', KEYS[4], fingerprint, 'EX', ARGV[4])
if strays then
  -- Milliseconds; a half more says that the job goes before all that wait, at home too.
  local accepted = now[1] * 1000 + math.floor(now[2] / 1000)
  redis.call('HDEL', KEYS[9], id)
  redis.call('ZADD', strays, side == 'L' and accepted + 0.5 or accepted, id)
end
if state == 'queued' then
  redis.call(side == 'L' and 'LPUSH' or 'RPUSH', KEYS[2], id)
end
return {'OK', id, state, unpack(warnings)}
