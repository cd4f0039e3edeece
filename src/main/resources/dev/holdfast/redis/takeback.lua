-- Cancels or deletes one job as RQ does, unless a worker has it: every check comes before the first write.
--
-- Withdrawing is for a job that may be here, or may still come: one that waits is deleted, and one that is not here is
-- kept out by its proof (docs/protocol.md, R13).
--
-- KEYS[1] rq:job:<id>
-- KEYS[2] holdfast:done:<id>, where the job's proof is, unless its hash names another id; of a job that is withdrawn
--         the proof itself
-- KEYS[3] holdfast:strays
-- KEYS[4] holdfast:claims
-- KEYS[5] holdfast:aside
-- KEYS[6] holdfast:back:<id>, what is left of a stray that was deleted here: its fingerprint and its proof
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] job id
-- ARGV[3] CANCEL, DELETE or WITHDRAW
-- ARGV[4] seconds for which the proof of a job of ours is kept: of one that is deleted, where there is none; of one
--         that is withdrawn, from now on
-- ARGV[5] what RQ's keys begin with (those that depend on the hash are not declared: RQ runs on no Cluster)
-- ARGV[6] fingerprint of the job that is withdrawn; empty for what is canceled or deleted, whoever enqueued it
-- ARGV[7] only in a rehearsal: puts something on the stage first
--
-- Answers {code, id, state, number of jobs that wait for this one}, and of a job of ours that is canceled or deleted,
-- or has been before, also its fingerprint and the id under which it is proven:
--   OK        done; state is what it was before, empty for a job that was not here and is kept out
--   STATE     not done: the state does not allow it
--   TAKEN     not done: it waits in no queue any more, so a worker is just taking it, or was lost while it did
--   MOVING    not done: somebody brings it home, or a scheduler its queue, right now
--   ASIDE     not done: an operator decides what becomes of it
--   AWAITED   not deleted: jobs that are to come home from here wait for it
--   GONE      nothing is left but the proof that it was accepted here
--   UNKNOWN   nothing is known of it here
--   EXPIRED   too late
--   WRONGTYPE the job's key holds something else
local id, rq, fingerprint = ARGV[2], ARGV[5], ARGV[6]
local withdraws = ARGV[3] == 'WITHDRAW'
local deletes = withdraws or ARGV[3] == 'DELETE'

local function answer(code, state, waiting)
  return {code, id, state or '', string.format('%.0f', waiting or 0)}
end

local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return answer('EXPIRED')
end

if ARGV[7] then
  redis.call('ZADD', KEYS[3], 1, id)
  redis.call('HSET', KEYS[1], 'status', 'queued', 'origin', 'q', 'group_id', 'g', 'holdfast_fp', 'f')
  redis.call('RPUSH', rq .. 'queue:q', id)
end

local fields = redis.pcall(
  'HMGET', KEYS[1], 'status', 'origin', 'group_id', 'holdfast_fp', 'holdfast_proof', 'started_at', 'last_heartbeat'
)
if fields.err and not string.find(fields.err, 'WRONGTYPE', 1, true) then
  error(fields.err)
end
-- A job may be proven under another id than its own.
local proof = not withdraws and fields[5] and string.sub(KEYS[2], 1, #KEYS[2] - #id) .. fields[5] or KEYS[2]
local owner = redis.call('GET', proof)
-- So long nothing that is late brings the job here.
local function keepOut()
  if not owner or owner == fingerprint then
    redis.call('SET', proof, fingerprint, 'EX', ARGV[4])
  end
end
-- The same answer with what is to be told to the other node, so that the job does not come there.
local function ofOurs(code, state, waiting, whose)
  local parts = answer(code, state, waiting)
  if whose then
    parts[5], parts[6] = whose, fields[5] or id
  end
  return parts
end
if fields.err then
  if withdraws then
    keepOut()
  end
  return answer('WRONGTYPE')
end
-- Of what is withdrawn the id may belong to another job, which is left alone.
if redis.call('EXISTS', KEYS[1]) == 0 or withdraws and fields[4] ~= fingerprint then
  if withdraws then
    keepOut()
    return answer(owner and 'GONE' or 'OK')
  end
  -- Another job may have this one's id for its proof: only a note says whose it was.
  local note = redis.call('GET', KEYS[6])
  if not note then
    return answer(owner and 'GONE' or 'UNKNOWN')
  end
  local whose, proven = string.match(note, '^(%S+) (%S+)$')
  return {'GONE', id, '', '0', whose, proven}
end
local state, origin = fields[1] or '', fields[2] or ''

local REGISTRIES = {
  deferred = 'deferred', scheduled = 'scheduled', failed = 'failed', stopped = 'failed', finished = 'finished',
  canceled = 'canceled',
}
local ENDED = {finished = true, canceled = true}
local WAITS = {queued = true, created = true, [''] = true, scheduled = true, deferred = true}
local registry = REGISTRIES[state]
local may = WAITS[state]
if withdraws then
  -- What a worker has had once, and waits again, is not what was sent. Requeuing forgets when it was started.
  may = may and (fields[6] or '') == '' and (fields[7] or '') == ''
else
  may = may or registry and (deletes or not ENDED[state])
end
if withdraws and not may then
  keepOut()
end
if not may then
  return ofOurs('STATE', state, 0, state == 'canceled' and fields[4])
elseif redis.call('HGET', KEYS[4], id) then
  return answer('MOVING', state)
elseif redis.call('ZSCORE', KEYS[5], id) then
  if withdraws then
    keepOut()
  end
  return answer('ASIDE', state)
elseif state == 'scheduled' then
  -- A scheduler reads what is due, and pushes it later without looking again. It has a clock of its own.
  local due = redis.call('ZSCORE', rq .. 'scheduled:' .. origin, id)
  if due and due - 10 <= tonumber(now[1]) and redis.call('EXISTS', rq .. 'scheduler-lock:' .. origin) == 1 then
    return answer('MOVING', state)
  end
end

-- What follows fails before the first write where a key holds something else.
local queue, group = rq .. 'queue:' .. origin, fields[3] or ''
local dependencies, dependents = rq .. 'job::' .. id .. ':dependencies', rq .. 'job:' .. id .. ':dependents'
local left = deletes and {'wip', 'finished', 'failed', 'deferred', 'scheduled', 'canceled'} or {registry}
redis.call('LLEN', queue)
local strays = redis.call('ZCARD', KEYS[3])
redis.call('ZCARD', rq .. 'canceled:' .. origin)
for _, name in ipairs(left) do
  redis.call('ZCARD', rq .. name .. ':' .. origin)
end
redis.call('SCARD', rq .. 'group:' .. group)
local waiting = redis.call('SCARD', dependents)
if deletes and not withdraws and state ~= 'finished' and strays > 0 then
  for _, child in ipairs(redis.call('SMEMBERS', dependents)) do
    -- At home it finds only the proof of this one, and takes it for one that has finished.
    if redis.call('ZSCORE', KEYS[3], child) then
      return answer('AWAITED', state, waiting)
    end
  end
end
local parents = redis.call('SMEMBERS', dependencies)
for _, parent in ipairs(parents) do
  redis.call('SCARD', rq .. 'job:' .. parent .. ':dependents')
end
local executions = redis.call('ZRANGE', rq .. 'executions:' .. id, 0, -1)

-- Writes nothing where it finds nothing, so it is the last check as well: a walk through the queue is made once.
local found = redis.call('LREM', queue, 0, id) > 0
if not found and (state == 'queued' or state == '') then
  if withdraws then
    keepOut()
  end
  return answer('TAKEN', state)
end
for _, parent in ipairs(parents) do
  -- A worker that is about to release this job watches the set, so it looks again.
  redis.call('SREM', rq .. 'job:' .. parent .. ':dependents', id)
end
for _, name in ipairs(left) do
  redis.call('ZREM', rq .. name .. ':' .. origin, id)
end
local stray = redis.call('ZREM', KEYS[3], id) == 1
if not deletes then
  redis.call('HSET', KEYS[1], 'status', 'canceled')
  redis.call('ZADD', rq .. 'canceled:' .. origin, now[1], id)
  return ofOurs('OK', state, waiting, fields[4])
end

for _, execution in ipairs(executions) do
  redis.call('ZREM', rq .. 'wip:' .. origin, id .. ':' .. execution)
  redis.call('DEL', rq .. 'execution:' .. id .. ':' .. execution)
end
if group ~= '' then
  redis.call('SREM', rq .. 'group:' .. group, id)
end
if withdraws then
  keepOut()
elseif not owner and fields[4] then
  redis.call('SET', proof, fields[4], 'EX', ARGV[4])
end
if (stray or state == 'canceled') and fields[4] and not withdraws then
  redis.call('SET', KEYS[6], fields[4] .. ' ' .. (fields[5] or id), 'EX', ARGV[4])
end
redis.call('DEL', KEYS[1], dependents, dependencies, rq .. 'results:' .. id, rq .. 'executions:' .. id)
return ofOurs('OK', state, waiting, fields[4])
