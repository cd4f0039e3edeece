-- For wrk: one POST of BENCH_JOBS jobs over and over, each the body in the file that BENCH_BODY names; ends with one
-- line of JSON. Only what an answer says was accepted counts.
local jobs = tonumber(os.getenv("BENCH_JOBS"))
local threads = {}

local item = io.open(os.getenv("BENCH_BODY")):read("*a")
wrk.method = "POST"
wrk.path = "/enqueue/batch"
wrk.headers["Content-Type"] = "application/json"
wrk.body = "[" .. string.rep(item .. ",", jobs - 1) .. item .. "]"

function setup(thread)
  table.insert(threads, thread)
end

function init()
  accepted, refused = 0, 0
end

function response(status, headers, body)
  if status == 200 and tonumber(body:match('"accepted":(%d+)')) == jobs then
    accepted = accepted + jobs
  else
    refused = refused + 1
  end
end

function done(summary, latency, requests)
  local accepted, refused = 0, 0
  for _, thread in ipairs(threads) do
    accepted = accepted + thread:get("accepted")
    refused = refused + thread:get("refused")
  end
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f, "refused": %d, "broken": %d,'
      .. ' "accepted": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    refused, errors.connect + errors.read + errors.write + errors.timeout, accepted))
end
