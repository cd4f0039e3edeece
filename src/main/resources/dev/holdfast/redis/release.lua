-- Puts claimed jobs back at the front of their queues: all reads first, all writes last.
--
-- KEYS[1] holdfast:strays
-- KEYS[2] holdfast:claims
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2] empty, or a token for a rehearsal: puts something on the stage first
-- ARGV[3...] for each job, the one that is to be taken next last: id, token, rq:job:<id>, rq:queue:<queue>
--
-- What is not claimed under this token is somebody else's by now, or was let go before, and is left alone; a job that
-- has expired meanwhile is no stray any more.
--
-- Answers {OK, number of jobs put back}, or {EXPIRED} when it is too late.
local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED'}
end

if ARGV[2] ~= '' then
  redis.call('HSET', KEYS[2], ARGV[3], '1:' .. ARGV[2] .. ':1', ARGV[7], '1:' .. ARGV[2] .. ':1')
  redis.call('HSET', ARGV[5], 'field', '')
end

local back, gone = {}, {}
for i = 3, #ARGV, 4 do
  local claim = redis.call('HGET', KEYS[2], ARGV[i])
  local mine = claim and string.match(claim, '^%d+:(.*):%d+$') == ARGV[i + 1]
  if mine and type(redis.pcall('LLEN', ARGV[i + 3])) ~= 'table' then
    local list = redis.call('EXISTS', ARGV[i + 2]) == 1 and back or gone
    list[#list + 1] = {id = ARGV[i], queue = ARGV[i + 3]}
  end
end

for _, job in ipairs(gone) do
  redis.call('ZREM', KEYS[1], job.id)
  redis.call('HDEL', KEYS[2], job.id)
end
for _, job in ipairs(back) do
  redis.call('LPUSH', job.queue, job.id)
  redis.call('HDEL', KEYS[2], job.id)
end
return {'OK', string.format('%.0f', #back)}
