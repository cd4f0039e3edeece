-- Forgets jobs that are safe at home: all reads first, all writes last. The proofs that they were accepted here stay.
--
-- KEYS[1] holdfast:strays
-- KEYS[2] holdfast:claims
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2...] for each job: id, rq:job:<id>, rq:job:<id>:dependents, rq:job::<id>:dependencies, rq:queue:<queue>
--
-- Answers {OK, number of jobs}, or {EXPIRED} when it is too late.
local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED'}
end

local released = {}
for i = 2, #ARGV, 5 do
  -- A claimed job is in no queue: looking for it would be a walk through the whole of it.
  released[ARGV[i]] = not redis.call('HGET', KEYS[2], ARGV[i])
      and type(redis.pcall('LLEN', ARGV[i + 4])) ~= 'table'
end

for i = 2, #ARGV, 5 do
  if released[ARGV[i]] then
    redis.call('LREM', ARGV[i + 4], 1, ARGV[i])
  end
  redis.call('DEL', ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  redis.call('ZREM', KEYS[1], ARGV[i])
  redis.call('HDEL', KEYS[2], ARGV[i])
end
return {'OK', string.format('%.0f', (#ARGV - 1) / 5)}
