-- Keeps jobs for an operator that the primary will never take as they are; their hashes stay.
--
-- KEYS[1] holdfast:strays
-- KEYS[2] holdfast:claims
-- KEYS[3] holdfast:aside  sorted set: id by the milliseconds when it was set aside
-- ARGV[1] deadline, microseconds since the epoch on this node's clock
-- ARGV[2...] for each job: id, rq:job:<id>, fingerprint
--
-- An id may belong to another job by now, which is left alone: one that came under another key.
--
-- Answers {OK, number of jobs}, or {EXPIRED} when it is too late.
local now = redis.call('TIME')
if now[1] * 1000000 + now[2] > tonumber(ARGV[1]) then
  return {'EXPIRED'}
end

-- Fails before the first write where the key holds something else.
redis.call('ZCARD', KEYS[3])

local mine = {}
for i = 2, #ARGV, 3 do
  local owner = redis.pcall('HGET', ARGV[i + 1], 'holdfast_fp')
  if type(owner) == 'table' or not owner or owner == ARGV[i + 2] then
    mine[#mine + 1] = ARGV[i]
  end
end

for _, id in ipairs(mine) do
  redis.call('ZADD', KEYS[3], now[1] * 1000 + math.floor(now[2] / 1000), id)
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
return {'OK', string.format('%.0f', #mine)}
