-- Puts one job of a backup back, once: every check comes before the first write, so that it can never be half done. The
-- rules are those of place.lua (docs/protocol.md, R1): whatever the proof or the hash says was here already, stays.
--
-- KEYS[1] rq:job:<id>
-- KEYS[2] holdfast:done:<id>          the proof that it was here, which outlives the hash
-- KEYS[3] rq:queues                   RQ's set of queues
-- KEYS[4] rq:queue:<q>, a list, or a registry, a sorted set
-- KEYS[5] rq:results:<id>
-- KEYS[6] rq:job::<id>:dependencies
-- KEYS[7] rq:groups
-- KEYS[8] rq:group:<group>            unused where it has none
-- KEYS[9...] rq:job:<parent>:dependents, for each that it waits for
-- ARGV[1] job id
-- ARGV[2] fingerprint; empty for a job of RQ's own
-- ARGV[3] the proof to be written
-- ARGV[4] seconds for which it is kept
-- ARGV[5] where: R behind all that wait in the list, L before them, Z in the sorted set
-- ARGV[6] score for Z; empty for when the hash expires, counted from now
-- ARGV[7] milliseconds after which the hash expires; empty for never
-- ARGV[8] the key of its queue, a member of KEYS[3]
-- ARGV[9] group; empty for none
-- ARGV[10] milliseconds after which the results expire; empty for never
-- ARGV[11] 1 to look only, and write nothing
-- ARGV[12] 1 if the list may hold the id already, of a job that is gone: there it would run twice
-- ARGV[13] n, then n parts of the hash: name, value, ...
--         then m, then m parents, then for each result: id, k, k parts: name, value, ...
--
-- Answers {code}: OK        put back; with ARGV[11], it would be
--                 THERE     its proof or its hash is here
--                 OTHER     the id belongs to another job
--                 WRONGTYPE a key holds something else; nothing written
local id, fingerprint = ARGV[1], ARGV[2]

local proof = redis.pcall('GET', KEYS[2])
if type(proof) == 'table' then
  return {'WRONGTYPE'}
elseif proof then
  return {fingerprint ~= '' and proof ~= fingerprint and 'OTHER' or 'THERE'}
end

local function holds(key, kind)
  local held = redis.call('TYPE', key).ok
  return held == 'none' or held == kind
end

if redis.call('EXISTS', KEYS[1]) == 1 then
  local owner = redis.pcall('HGET', KEYS[1], 'holdfast_fp')
  if type(owner) == 'table' then
    return {'WRONGTYPE'}
  end
  return {fingerprint ~= '' and owner ~= fingerprint and 'OTHER' or 'THERE'}
end

local well = holds(KEYS[3], 'set') and holds(KEYS[4], ARGV[5] == 'Z' and 'zset' or 'list') and holds(KEYS[6], 'set')
    and holds(KEYS[5], 'stream') and holds(KEYS[7], 'set') and holds(KEYS[8], 'set')
for parent = 9, #KEYS do
  well = well and holds(KEYS[parent], 'set')
end
if not well then
  return {'WRONGTYPE'}
end
if ARGV[11] == '1' then
  return {'OK'}
end

-- Lua takes only so many arguments at once.
local PARTS = 1000
local at = 14
local last = at + tonumber(ARGV[13]) - 1
local results = redis.call('EXISTS', KEYS[5]) == 0
while at <= last do
  local to = math.min(last, at + PARTS - 1)
  redis.call('HSET', KEYS[1], unpack(ARGV, at, to))
  at = to + 1
end
if ARGV[7] ~= '' then
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
end
redis.call('SADD', KEYS[3], ARGV[8])
if ARGV[9] ~= '' then
  redis.call('SADD', KEYS[7], ARGV[9])
  redis.call('SADD', KEYS[8], id)
end
local parents = tonumber(ARGV[at])
for parent = 1, parents do
  redis.call('SADD', KEYS[6], ARGV[at + parent])
  redis.call('SADD', KEYS[8 + parent], id)
end
at = at + parents + 1
while at <= #ARGV do
  local parts = tonumber(ARGV[at + 1])
  if results then
    -- A stream that is there already is of an earlier run, and its newest entry may be later than ours.
    redis.call('XADD', KEYS[5], ARGV[at], unpack(ARGV, at + 2, at + 1 + parts))
  end
  at = at + 2 + parts
end
if results and ARGV[10] ~= '' then
  redis.call('PEXPIRE', KEYS[5], ARGV[10])
end
redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[4])
if ARGV[5] == 'Z' then
  local score = ARGV[6]
  if score == '' then
    score = string.format('%.0f', redis.call('TIME')[1] + math.ceil(tonumber(ARGV[7]) / 1000))
  end
  redis.call('ZADD', KEYS[4], score, id)
else
  if ARGV[12] == '1' then
    redis.call('LREM', KEYS[4], 0, id)
  end
  redis.call(ARGV[5] == 'L' and 'LPUSH' or 'RPUSH', KEYS[4], id)
end
return {'OK'}
