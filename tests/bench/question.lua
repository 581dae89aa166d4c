-- One question about an hourly rate; with BENCH_NEW=1 another rate, week or day each time, so that none was asked before.
local fresh = os.getenv("BENCH_NEW") == "1"
-- each run starts at a place of its own, so that it does not repeat an earlier run's questions
local n = fresh and os.time() * 20000 or 0

request = function()
  if fresh then n = n + 1 end
  local rate = 2000 + n % 3000
  local hours = 10 + math.floor(n / 3000) % 30
  local years = math.floor(n / 90000) % 40
  local day = 1 + math.floor(n / 3600000) % 28
  local month = 1 + math.floor(n / 100800000) % 3
  local body = string.format(
    '{"la_code":"335","core_job_type":"SW","basis":"umbrella","rate_pence":%d,"start_date":"2026-%02d-%02d",' ..
    '"hours_per_week":"%d.00","experience_years":"%d"}', rate, month, day, hours, years)
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
end
