-- Ten requests a second on each connection, whether or not the answers are quick; one thread for each connection, so
-- that each has its own times. Arguments after "--":
--   KIND USERS FILE
-- KIND: broker (POST /v1/tokens) or stub (the call that the broker makes). A latency counts from when the request was
-- due, unless it was sent less than two milliseconds late, which is what wrk's timers need.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanos; } moment;
  int clock_gettime(int clock, moment *now);
]]

local INTERVAL = 100000
local TIMER = 2000
local WARM_UP = 10
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  threads[#threads + 1] = thread
end

local moment = ffi.new("moment")

local function micros()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.seconds) * 1000000 + math.floor(tonumber(moment.nanos) / 1000)
end

function init(args)
  kind, users = args[1], tonumber(args[2])
  jwts = {}
  for line in io.lines(args[3]) do jwts[#jwts + 1] = line end
  math.randomseed(os.time() + number)
  sent, latencies, late, wrong = 0, {}, 0, 0
  due = micros() + number * INTERVAL / 20 + INTERVAL
end

function delay()
  return math.max(0, math.floor((due - micros()) / 1000))
end

function request()
  local now = micros()
  from = now
  if now - due > TIMER then
    from = due
    late = late + 1
  end
  due = due + INTERVAL
  sent = sent + 1
  local user = "user-" .. math.random(users)
  if kind == "stub" then
    return wrk.format("POST", "/", {
      ["X-Amz-Target"] = "AWSCognitoIdentityService.GetOpenIdTokenForDeveloperIdentity",
      ["Content-Type"] = "application/x-amz-json-1.1"
    }, '{"IdentityPoolId":"eu-west-1:0","Logins":{"login.example.com":"' .. user .. '"}}')
  end
  return wrk.format("POST", "/v1/tokens", {
    ["Authorization"] = "Bearer " .. jwts[sent % #jwts + 1],
    ["Content-Type"] = "application/json"
  }, '{"pool":"customers","userId":"' .. user .. '"}')
end

function response(status)
  if status ~= 200 then wrong = wrong + 1 end
  if sent > WARM_UP then latencies[#latencies + 1] = micros() - from end
end

function done(summary)
  local all, refused = {}, 0
  for _, thread in ipairs(threads) do
    for _, latency in ipairs(thread:get("latencies")) do all[#all + 1] = latency end
    refused = refused + thread:get("wrong")
  end
  table.sort(all)
  local function percentile(share) return all[math.max(1, math.ceil(#all * share))] or 0 end
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, refused,
    errors.connect + errors.read + errors.write + errors.timeout, percentile(0.5), percentile(0.99)))
end
