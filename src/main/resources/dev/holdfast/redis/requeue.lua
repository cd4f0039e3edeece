-- Puts a job that has failed, or was stopped, back into its queue as RQ does: every check comes before the first write.
--
-- KEYS[1] rq:job:<id>
-- KEYS[2] holdfast:done:<id>
-- KEYS[3] rq:job:<id>:dependents
-- KEYS[4] rq:job::<id>:dependencies   (two colons, as RQ writes it)
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] job id
-- ARGV[3] R: behind all that wait, L: before them
-- ARGV[4] what RQ's keys begin with (those that depend on the hash are not declared: RQ runs on no Cluster)
-- ARGV[5] RQ's own timeout, for a hash that has none
-- ARGV[6] empty, or the ttl of a job that is put on the stage first, for a rehearsal
-- ARGV[7...] the fields that change: name, value, name, value, ...
--
-- Answers {code, id, state, 0}:
--   OK        it waits in its queue again; state is what it was before
--   STATE     not done: it has not failed, or is not among the failed of its queue any more
--   GONE      nothing is left but the proof that it was accepted here
--   UNKNOWN   nothing is known of it here
--   EXPIRED   too late
--   WRONGTYPE the job's key holds something else
local id, rq = ARGV[2], ARGV[4]

local function answer(code, state)
  return {code, id, state or '', '0'}
end

local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return answer('EXPIRED')
end

if ARGV[6] ~= '' then
  redis.call('HSET', KEYS[1], 'status', 'failed', 'origin', 'q', 'ttl', ARGV[6])
  redis.call('ZADD', rq .. 'failed:q', 1, id)
end

local fields = redis.pcall('HMGET', KEYS[1], 'status', 'origin', 'ttl', 'timeout')
if fields.err then
  if not string.find(fields.err, 'WRONGTYPE', 1, true) then
    error(fields.err)
  end
  return answer('WRONGTYPE')
elseif redis.call('EXISTS', KEYS[1]) == 0 then
  return answer(redis.call('EXISTS', KEYS[2]) == 1 and 'GONE' or 'UNKNOWN')
end
local state, origin = fields[1] or '', fields[2] or ''
local failed, queue = rq .. 'failed:' .. origin, rq .. 'queue:' .. origin
if (state ~= 'failed' and state ~= 'stopped') or not redis.call('ZSCORE', failed, id) then
  return answer('STATE', state)
end
-- Fails before the first write where the key holds something else.
redis.call('LLEN', queue)
local ttl = string.match(fields[3] or '', '^0*([1-9]%d*)$')
ttl = ttl and #ttl <= 10 and ttl

redis.call('ZREM', failed, id)
redis.call('HSET', KEYS[1], unpack(ARGV, 7))
if (fields[4] or '') == '' then
  redis.call('HSET', KEYS[1], 'timeout', ARGV[5])
end
for _, key in ipairs({KEYS[1], KEYS[3], KEYS[4]}) do
  if ttl then
    redis.call('EXPIRE', key, ttl)
  else
    -- RQ lets the time of the failure run on, and a job that waits longer than that vanishes unrun.
    redis.call('PERSIST', key)
  end
end
redis.call(ARGV[3] == 'L' and 'LPUSH' or 'RPUSH', queue, id)
return answer('OK', state)
