-- Places one job, once: every check comes before the first write, so that it can never be half applied.
--
-- KEYS[1] rq:job:<id>                 the job's hash
-- KEYS[2] rq:queue:<queue>            the list it waits in
-- KEYS[3] rq:queues                   RQ's set of queues
-- KEYS[4] holdfast:done:<id>          the proof that it was accepted, which outlives the hash
-- KEYS[5] rq:job:<id>:dependents      expires with the job, as RQ lets it
-- KEYS[6] rq:job::<id>:dependencies   (two colons, as RQ writes it)
-- KEYS[7] holdfast:strays              only on a standby whose jobs are to come home: id by the time of acceptance
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] job id
-- ARGV[3] fingerprint
-- ARGV[4] seconds for which the proof is kept
-- ARGV[5] R: behind all that wait, L: before them
-- ARGV[6] seconds for which the job may wait, empty for ever
-- ARGV[7...] the hash: name, value, name, value, ...
--
-- Answers {code, id}: OK        placed by this call
--                     DUP       placed by an earlier call with the same fingerprint
--                     CONFLICT  the id belongs to another job
--                     EXPIRED   too late; a node that was stopped runs old calls when it wakes
--                     WRONGTYPE a key of RQ's holds something else
local id = ARGV[2]

local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED', id}
end

local proof = redis.pcall('GET', KEYS[4])
if type(proof) == 'table' then
  return {'WRONGTYPE', id}
elseif proof then
  return {proof == ARGV[3] and 'DUP' or 'CONFLICT', id}
end

if redis.call('EXISTS', KEYS[1]) == 1 then
  local owner = redis.pcall('HGET', KEYS[1], 'holdfast_fp')
  if type(owner) == 'table' then
    return {'WRONGTYPE', id}
  end
  return {owner == ARGV[3] and 'DUP' or 'CONFLICT', id}
end

local waiting = redis.pcall('LLEN', KEYS[2])
local listed = redis.pcall('SISMEMBER', KEYS[3], KEYS[2])
if type(waiting) == 'table' or type(listed) == 'table' then
  return {'WRONGTYPE', id}
end

if KEYS[7] then
  -- Fails before the first write where the key holds something else, or may not be touched.
  redis.call('ZCARD', KEYS[7])
end

redis.call('HSET', KEYS[1], unpack(ARGV, 7))
if listed == 0 then
  redis.call('SADD', KEYS[3], KEYS[2])
end
if ARGV[6] ~= '' then
  redis.call('EXPIRE', KEYS[1], ARGV[6])
  redis.call('EXPIRE', KEYS[5], ARGV[6])
  redis.call('EXPIRE', KEYS[6], ARGV[6])
end
redis.call('SET', KEYS[4], ARGV[3], 'EX', ARGV[4])
if KEYS[7] then
  -- Milliseconds; a half more says that the job goes before all that wait, at home too.
  local accepted = now[1] * 1000 + math.floor(now[2] / 1000)
  redis.call('ZADD', KEYS[7], ARGV[5] == 'L' and accepted + 0.5 or accepted, id)
end
redis.call(ARGV[5] == 'L' and 'LPUSH' or 'RPUSH', KEYS[2], id)
return {'OK', id}
