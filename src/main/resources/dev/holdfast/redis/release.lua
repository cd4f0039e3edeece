-- Puts claimed jobs back where they were, those of a queue at its front: all reads first, all writes last.
--
-- KEYS[1] holdfast:strays
-- KEYS[2] holdfast:claims
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] empty, or a token for a rehearsal: puts something on the stage first
-- ARGV[3...] for each job, the one that is to be taken next last: id, token, rq:job:<id>, rq:queue:<queue>,
--            rq:scheduled:<queue>, rq:deferred:<queue>
--
-- What is not claimed under this token is somebody else's by now, or was let go before, and is left alone; a job that
-- has expired meanwhile is no stray any more.
--
-- Answers {OK, number of jobs put back}, or {EXPIRED} when it is too late.
local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED'}
end

local SIZE = 6
if ARGV[2] ~= '' then
  for i = 3, #ARGV, SIZE do
    redis.call('HSET', KEYS[2], ARGV[i], '1:' .. ARGV[2] .. ':1')
  end
  redis.call('HSET', ARGV[5], 'field', '')
  redis.call('HSET', ARGV[5 + 2 * SIZE], 'status', 'scheduled', 'holdfast_due', '1')
end

-- Whether a key holds something else; any other error, such as a right that is missing, ends the call.
local function isForeign(reply)
  local failure = type(reply) == 'table' and reply.err
  if failure and not string.find(failure, 'WRONGTYPE', 1, true) then
    error(failure)
  end
  return failure
end

local back, gone = {}, {}
for i = 3, #ARGV, SIZE do
  local claim = redis.call('HGET', KEYS[2], ARGV[i])
  local mine = claim and string.match(claim, '^%d+:(.*):%d+$') == ARGV[i + 1]
  if mine then
    local job = {id = ARGV[i], queue = ARGV[i + 3]}
    if redis.call('EXISTS', ARGV[i + 2]) == 0 then
      gone[#gone + 1] = job
    else
      local status, due = unpack(redis.call('HMGET', ARGV[i + 2], 'status', 'holdfast_due'))
      local left = redis.call('TTL', ARGV[i + 2])
      if status == 'scheduled' and due then
        job.registry, job.score = ARGV[i + 4], due
      elseif status == 'deferred' then
        job.registry, job.score = ARGV[i + 5], left > 0 and now[1] + left or '+inf'
      end
      local reply = job.registry and redis.pcall('ZCARD', job.registry) or redis.pcall('LLEN', job.queue)
      if not isForeign(reply) then
        back[#back + 1] = job
      end
    end
  end
end

for _, job in ipairs(gone) do
  redis.call('ZREM', KEYS[1], job.id)
  redis.call('HDEL', KEYS[2], job.id)
end
for _, job in ipairs(back) do
  if job.registry then
    redis.call('ZADD', job.registry, job.score, job.id)
  else
    redis.call('LPUSH', job.queue, job.id)
  end
  redis.call('HDEL', KEYS[2], job.id)
end
return {'OK', string.format('%.0f', #back)}
