-- Lets a job that was put back run if nothing that it waits for is going to end here any more, as RQ does when it is
-- enqueued: a parent that is missing, or has finished, is not waited for. All checks first, all writes last.
--
-- KEYS[1] rq:job:<id>
-- KEYS[2] rq:deferred:<q>
-- KEYS[3] rq:queue:<q>
-- KEYS[4] rq:job::<id>:dependencies
-- KEYS[5...] for each parent: rq:job:<parent>, rq:job:<parent>:dependents
-- ARGV[1] job id
--
-- Answers {code}: QUEUED it waits in its queue now
--                 WAITS  for a parent that is here
--                 GONE   it does not wait for anything here
local id = ARGV[1]

if not redis.call('ZSCORE', KEYS[2], id) or redis.call('EXISTS', KEYS[1]) == 0 then
  return {'GONE'}
end
for parent = 5, #KEYS, 2 do
  local status = redis.call('HGET', KEYS[parent], 'status')
  if redis.call('EXISTS', KEYS[parent]) == 1 and status ~= 'finished' then
    return {'WAITS'}
  end
end
local front = redis.call('HGET', KEYS[1], 'enqueue_at_front')
redis.call('LLEN', KEYS[3])

redis.call('ZREM', KEYS[2], id)
redis.call('DEL', KEYS[4])
for parent = 6, #KEYS, 2 do
  redis.call('SREM', KEYS[parent], id)
end
redis.call('HSET', KEYS[1], 'status', 'queued')
redis.call(front == '1' and 'LPUSH' or 'RPUSH', KEYS[3], id)
return {'QUEUED'}
