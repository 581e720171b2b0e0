-- POST /v1/tokens (and GET of one mapping) for users of one of these kinds. Arguments after "--":
--   POOL KIND USERS FILE [PREFIX]
-- KIND: known (user-1 … user-USERS at random), new (every user another one), one (always user-1), lookup (GET of the
-- mapping of one of the known), bare (the endpoint that exists in the build of the benchmark alone).
-- FILE has JWTs, one a line, which take turns.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local function lines(file)
  local found = {}
  for line in io.lines(file) do found[#found + 1] = line end
  return found
end

function init(args)
  pool, kind, users = args[1], args[2], tonumber(args[3])
  jwts = lines(args[4])
  prefix = (args[5] or tostring(os.time())) .. "-" .. number .. "-"
  sent = 0
  math.randomseed(os.time() + number)
  for i = 1, #jwts do
    jwts[i] = "Host: broker\r\nContent-Type: application/json\r\nAuthorization: Bearer " .. jwts[i] .. "\r\n"
  end
end

local function user()
  if kind == "new" then return "new-" .. prefix .. sent end
  if kind == "one" then return "user-1" end
  return "user-" .. math.random(users)
end

function request()
  sent = sent + 1
  local headers = jwts[sent % #jwts + 1]
  if kind == "lookup" then
    return "GET /v1/identities?pool=" .. pool .. "&userId=" .. user() .. " HTTP/1.1\r\n" .. headers .. "\r\n"
  end
  if kind == "bare" then
    return "GET /bench/bare?pool=" .. pool .. "&userId=" .. user() .. " HTTP/1.1\r\n" .. headers .. "\r\n"
  end
  local body = '{"pool":"' .. pool .. '","userId":"' .. user() .. '"}'
  return "POST /v1/tokens HTTP/1.1\r\n" .. headers .. "Content-Length: " .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
