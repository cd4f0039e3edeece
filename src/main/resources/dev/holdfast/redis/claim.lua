-- Claims jobs that were accepted here and are to come home, oldest first: all reads first, all writes last.
--
-- A claimed job is out of its queue, and out of RQ's registries, so nobody at this node can start it. When its lease
-- has ended it is claimed again, and stays out: nobody knows what became of the claim before. A job that is due is left
-- to a scheduler that serves its queue, and a job that waits for another one here stays with it (docs/protocol.md, RQ's
-- own machinery).
--
-- KEYS[1] holdfast:strays  sorted set: id by the milliseconds of acceptance, a half more for the front of the queue
-- KEYS[2] holdfast:claims  hash: id to "<end of lease>:<token>:<first claim>", in milliseconds
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] how many jobs at most; 0 only counts
-- ARGV[3] how many bytes of hashes at most, but for a first job that is larger
-- ARGV[4] milliseconds of the lease
-- ARGV[5] token of these claims
-- ARGV[6..11] what the keys of jobs, queues, proofs, registries of scheduled and of deferred jobs, and locks of
--             schedulers begin with (they are not declared: RQ runs on no Cluster)
-- ARGV[12] how many strays are passed over, because an earlier call found that they have to stay
-- ARGV[13] only in a rehearsal: puts something on the stage first
--
-- Answers {OK, strays in all, now in ms, how many to pass over next time,
--          n, n ids that a worker of this node has taken, n, n ids whose hash is not ours,
--          then for each job: id, accepted in ms, 1 for the front else 0, PTTL of the hash, PTTL of the proof,
--          first claim in ms (empty: never before), RQ's status, due in seconds if it is scheduled,
--          n, n parts of the hash};
--         {EXPIRED} when it is too late.
local JOBS, QUEUES, DONE, SCHEDULED, DEFERRED, LOCKS = unpack(ARGV, 6, 11)

local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED'}
end
now = now[1] * 1000 + math.floor(now[2] / 1000)

local function digits(number)
  return string.format('%.0f', number)
end

if ARGV[13] then
  local proof = string.rep('0', 32)
  redis.call('ZADD', KEYS[1], 1, 'there', 2, 'gone', 3, 'later')
  redis.call('HSET', KEYS[2], 'gone', '1:token:1')
  redis.call('HSET', JOBS .. 'there', 'origin', 'queue', 'holdfast_fp', proof)
  redis.call('HSET', JOBS .. 'later', 'origin', 'queue', 'holdfast_fp', proof, 'status', 'scheduled')
  redis.call('RPUSH', QUEUES .. 'queue', 'there')
  redis.call('ZADD', SCHEDULED .. 'queue', 1, 'later')
  redis.call('ZSCORE', DEFERRED .. 'queue', 'none')
  redis.call('SMEMBERS', JOBS .. ':none:dependencies')
end

local PAGE = 100
-- A job that nobody started and that is in no queue costs a walk through the whole queue: few of them in a call.
local MISSES = 10
-- Jobs that have to stay for now are passed over, so that they keep no other from going home, but not for ever.
local STAYING = 1000

local max = tonumber(ARGV[2])
local total = redis.call('ZCARD', KEYS[1])
local look = ARGV[12] + max + redis.call('HLEN', KEYS[2]) + PAGE
local claimed, taken, odd, trimmed = {}, {}, {}, {}
local bytes, misses, staying = 0, 0, 0
local looked = tonumber(ARGV[12])
local full = max == 0

local function ours(id, hash)
  local queue, fingerprint = hash.origin or '', hash.holdfast_fp or ''
  return #id <= 200 and string.find(id, '^[%w_-]+$')
      and #queue <= 128 and string.find(queue, '^[%w_.:-]+$') and not string.find(queue, ':intermediate', 1, true)
      and #fingerprint == 32 and string.find(fingerprint, '^[0-9a-f]+$')
end

-- Whether the key holds something else; any other error is no reason to leave a job, and ends the call.
local function foreign(reply)
  local failure = type(reply) == 'table' and reply.err
  if failure and not string.find(failure, 'WRONGTYPE', 1, true) then
    error(failure)
  end
  return failure
end

local function leave(id, list)
  trimmed[#trimmed + 1] = id
  if list then
    list[#list + 1] = id
  end
end

local function stay()
  staying = staying + 1
  look = staying <= STAYING and look + 1 or look
end

-- Whether a job that this one waits for is here and has not finished.
local function waitsHere(id)
  local parents = redis.pcall('SMEMBERS', JOBS .. ':' .. id .. ':dependencies')
  if foreign(parents) then
    return false
  end
  for _, parent in ipairs(parents) do
    local status = redis.pcall('HGET', JOBS .. parent, 'status')
    if not foreign(status) and status and status ~= 'finished' then
      return true
    end
  end
  return false
end

-- Where the job lies that nobody has claimed yet: the place that it is taken out of. Nil if it is in none.
local function place(id, hash)
  local status = hash.status
  if status == 'scheduled' or status == 'deferred' then
    local registry = (status == 'scheduled' and SCHEDULED or DEFERRED) .. hash.origin
    local score = redis.pcall('ZSCORE', registry, id)
    if foreign(score) then
      return {foreign = true}
    elseif not score then
      return nil
    elseif status == 'deferred' then
      return {registry = registry, stays = waitsHere(id)}
    end
    local due = math.floor(tonumber(score))
    -- A scheduler has a clock of its own.
    local isDue = (due - 10) * 1000 <= now
    return {registry = registry, due = digits(due), stays = isDue and redis.call('EXISTS', LOCKS .. hash.origin) == 1}
  end
  local found = redis.pcall('LPOS', QUEUES .. hash.origin, id)
  if foreign(found) then
    return {foreign = true}
  end
  misses = misses + (found and 0 or 1)
  full = misses >= MISSES
  return found and {queue = QUEUES .. hash.origin}
end

local function examine(id, score, holder)
  local first = ''
  if holder then
    local ends, began = string.match(holder, '^(%d+):.*:(%d+)$')
    if ends and tonumber(ends) > now then
      return
    end
    first = began or digits(now)
  end

  local parts = redis.pcall('HGETALL', JOBS .. id)
  if foreign(parts) then
    return leave(id, odd)
  elseif #parts == 0 then
    return leave(id, redis.call('EXISTS', DONE .. id) == 1 and taken or nil)
  end
  local hash, size = {}, 0
  for i = 1, #parts, 2 do
    hash[parts[i]] = parts[i + 1]
    size = size + #parts[i] + #parts[i + 1]
  end
  if not ours(id, hash) then
    return leave(id, odd)
  elseif (hash.started_at or '') ~= '' then
    return leave(id, taken)
  elseif #claimed > 0 and bytes + size > tonumber(ARGV[3]) then
    full = true
    return
  end

  local from = holder and {} or place(id, hash)
  if not from then
    return leave(id, taken)
  elseif from.foreign then
    return leave(id, odd)
  elseif from.stays then
    return stay()
  end
  score = tonumber(score)
  local accepted = math.floor(score)
  local status = hash.status or ''
  local due = status == 'scheduled' and (from.due or hash.holdfast_due) or ''
  bytes = bytes + size
  claimed[#claimed + 1] = {
    id = id, queue = from.queue, registry = from.registry, due = from.due, first = first, parts = parts,
    facts = {
      id, digits(accepted), score > accepted and '1' or '0',
      digits(redis.call('PTTL', JOBS .. id)), digits(redis.call('PTTL', DONE .. (hash.holdfast_proof or id))), first,
      status, due, digits(#parts)
    }
  }
  full = full or #claimed >= max
end

while not full and looked < look do
  local page = redis.call('ZRANGE', KEYS[1], looked, looked + PAGE - 1, 'WITHSCORES')
  if #page == 0 then
    looked = 0
    break
  end
  local ids = {}
  for i = 1, #page, 2 do
    ids[#ids + 1] = page[i]
  end
  local holders = redis.call('HMGET', KEYS[2], unpack(ids))
  for i = 1, #ids do
    if not full then
      examine(ids[i], page[2 * i], holders[i])
    end
  end
  looked = looked + #ids
end

-- Only where many have to stay does the next call begin behind them; what was claimed is before all others again.
local pass = max > 0 and #claimed == 0 and staying > 0 and looked or 0
local answer = {'OK', digits(total - #trimmed), digits(now), digits(pass)}
local function tell(list)
  for i = 1, #list do
    answer[#answer + 1] = list[i]
  end
end
tell({digits(#taken)})
tell(taken)
tell({digits(#odd)})
tell(odd)

for _, id in ipairs(trimmed) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
for _, job in ipairs(claimed) do
  if job.queue then
    redis.call('LREM', job.queue, 1, job.id)
  elseif job.registry then
    redis.call('ZREM', job.registry, job.id)
  end
  if job.due then
    redis.call('HSET', JOBS .. job.id, 'holdfast_due', job.due)
  end
  local first = job.first == '' and digits(now) or job.first
  redis.call('HSET', KEYS[2], job.id, digits(now + ARGV[4]) .. ':' .. ARGV[5] .. ':' .. first)
  tell(job.facts)
  tell(job.parts)
end
return answer
