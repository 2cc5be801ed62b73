#include "scenario/zones.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <date/tz.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/hash.hpp"

#include "scenario/values.hpp"

namespace caravan::scenario {

namespace {

using std::chrono::milliseconds;
using UtcTime = date::sys_time<milliseconds>;
using LocalTime = date::local_time<milliseconds>;

constexpr std::int64_t kMsADay = 86'400'000;
constexpr std::int64_t kMsAMinute = 60'000;

/// The files of the zones are the system's: without them nothing can be said of a scenario.
[[noreturn]] void fail_to_read(std::string const& what) {
  throw std::filesystem::filesystem_error{"no time zone data", what,
                                          std::make_error_code(std::errc::io_error)};
}

date::tzdb const& all_zones() {
  try {
    return date::get_tzdb();
  } catch (std::runtime_error const&) {
    fail_to_read("the list of time zones");
  }
}

date::time_zone const* find_zone(std::string const& name) {
  static_cast<void>(all_zones());
  try {
    return date::locate_zone(name);
  } catch (std::runtime_error const&) {
    return nullptr;  // the library has no other way to say that there is none
  }
}

date::time_zone const& zone_called(std::string const& name) {
  date::time_zone const* const zone = find_zone(name);
  expects(zone != nullptr, "a time zone is checked before it is used");
  try {
    static_cast<void>(zone->get_info(date::sys_seconds{}));  // its file is opened at the first use
  } catch (std::runtime_error const&) {
    fail_to_read("the time zone " + name);
  }
  return *zone;
}

LocalTime local_time_of(LocalDateTime const& local) {
  return LocalTime{milliseconds{day_number(local.date) * kMsADay + local.ms_of_day}};
}

LocalDateTime local_date_time(LocalTime time) {
  std::int64_t const ms = time.time_since_epoch().count();
  std::int64_t const day = ms >= 0 ? ms / kMsADay : (ms + 1) / kMsADay - 1;
  return {date_of_day(day), static_cast<std::int32_t>(ms - day * kMsADay)};
}

std::int64_t ms_of(UtcTime time) {
  return time.time_since_epoch().count();
}

/// The instant of a local time: of two the earlier; of none the change that skips it.
std::int64_t instant_of(LocalTime local, date::time_zone const& zone) {
  auto const info = zone.get_info(local);
  if (info.result == date::local_info::nonexistent) {
    return ms_of(std::chrono::time_point_cast<milliseconds>(info.first.end));
  }
  return ms_of(UtcTime{local.time_since_epoch()} - info.first.offset);
}

SimTime sim_time(std::int64_t utc, std::int64_t epoch_ms) {
  return SimTime::at(Duration::milliseconds(utc - epoch_ms));
}

/// The days of the local calendar that may hold instants of [from, until], both in UTC.
struct Days {
  std::int64_t first;
  std::int64_t last;
};
Days days_around(std::int64_t from, std::int64_t until, date::time_zone const& zone) {
  auto const day_of = [&](std::int64_t utc) {
    return day_number(local_date_time(zone.to_local(UtcTime{milliseconds{utc}})).date);
  };
  return {day_of(from) - 2, day_of(until) + 1};
}

bool is_closed(std::int64_t day, std::vector<DateSpan> const& closed) {
  return std::any_of(closed.begin(), closed.end(), [day](DateSpan const& span) {
    return day_number(span.first) <= day && day <= day_number(span.last);
  });
}

/// 64-bit hash of a zone's rules in the years that a scenario may use, found through its changes.
std::uint64_t hash_of_rules(date::time_zone const& zone) {
  Fingerprint fingerprint;
  auto info = zone.get_info(UtcTime{milliseconds{0}});
  auto const end = day_number({2200, 12, 31}) * 86'400;
  while (true) {
    fingerprint.absorb(static_cast<std::uint64_t>(info.begin.time_since_epoch().count()));
    fingerprint.absorb(static_cast<std::uint64_t>(info.offset.count()));
    if (info.end.time_since_epoch().count() >= end) break;
    info = zone.get_info(info.end);
  }
  return hash_of(fingerprint.text());
}

}  // namespace

bool zone_exists(std::string const& name) {
  return find_zone(name) != nullptr;
}

std::optional<std::string> read_zone(Node const& node, Diagnostics& diagnostics) {
  auto name = read_text(node, diagnostics);
  if (!name || zone_exists(*name)) return name;
  std::vector<std::string> known;
  for (date::time_zone const& zone : all_zones().zones) known.push_back(zone.name());
  std::sort(known.begin(), known.end());
  auto near = nearest(*name, known);
  for (std::string const& zone : known) {
    if (!near && zone.ends_with("/" + *name)) near = zone;
  }
  diagnostics.error(
      "zone", node.mark, "there is no time zone `" + *name + "`",
      near ? "did you mean `" + *near + "`?" : "write an IANA name such as `Asia/Almaty`");
  return {};
}

std::optional<std::int64_t> utc_ms(LocalDateTime const& local, std::string const& zone,
                                   Mark const& mark, Diagnostics& diagnostics) {
  LocalTime const time = local_time_of(local);
  auto const info = zone_called(zone).get_info(time);
  if (info.result == date::local_info::nonexistent) {
    UtcTime const change = std::chrono::time_point_cast<milliseconds>(info.first.end);
    auto const shown = [&](std::chrono::seconds offset) {
      return date_time_text(local_date_time(LocalTime{change.time_since_epoch() + offset}));
    };
    diagnostics.error("no-such-time", mark,
                      "clocks in " + zone + " never show " + date_time_text(local) +
                          ": they go from " + shown(info.first.offset) + " to " +
                          shown(info.second.offset),
                      "choose a time before or after the change");
    return {};
  }
  if (info.result == date::local_info::ambiguous) {
    diagnostics.warning(
        "ambiguous-time", mark,
        "clocks in " + zone + " show " + date_time_text(local) + " twice; the first is taken",
        "choose a time that is shown once");
  }
  return instant_of(time, zone_called(zone));
}

std::int64_t utc_ms(LocalDateTime const& local, std::string const& zone) {
  return instant_of(local_time_of(local), zone_called(zone));
}

LocalDateTime local_at(std::int64_t utc_ms, std::string const& zone) {
  return local_date_time(zone_called(zone).to_local(UtcTime{milliseconds{utc_ms}}));
}

LocalClock expand_zone(std::string const& zone, std::int64_t epoch_ms, SimTime horizon) {
  date::time_zone const& rules = zone_called(zone);
  SimTime const end = horizon + kBeyondHorizon;
  std::vector<Step<Duration>> steps;
  auto info = rules.get_info(UtcTime{milliseconds{epoch_ms}});
  SimTime from = SimTime::start();
  while (from <= end) {
    auto const offset = Duration::seconds(info.offset.count());
    if (steps.empty() || steps.back().value != offset) steps.push_back({from, offset});
    UtcTime const next = std::chrono::time_point_cast<milliseconds>(info.end);
    // The last rule of a zone ends in the year 32767, far beyond any run.
    from = sim_time(ms_of(next), epoch_ms);
    info = rules.get_info(info.end);
  }
  return LocalClock{zone, StepFunction<Duration>{std::move(steps)}};
}

Calendar expand_hours(WeekHours const& hours, std::string const& zone, std::int64_t epoch_ms,
                      SimTime horizon) {
  date::time_zone const& rules = zone_called(zone);
  SimTime const end = horizon + kBeyondHorizon;
  Days const days = days_around(epoch_ms, epoch_ms + end.count(), rules);
  std::vector<Interval> intervals;
  for (std::int64_t day = days.first; day <= days.last; ++day) {
    if (is_closed(day, hours.closed)) continue;
    for (DayHours const& open : hours.days[weekday_of_day(day)]) {
      auto const at = [&](int minute) {
        LocalTime const local{milliseconds{day * kMsADay + minute * kMsAMinute}};
        return sim_time(instant_of(local, rules), epoch_ms);
      };
      SimTime const from = std::max(at(open.from), SimTime::start());
      SimTime const until = std::min(at(open.until), end);
      if (from < until) intervals.push_back({from, until});
    }
  }
  return Calendar{std::move(intervals)};
}

std::vector<SimTime> expand_weekly(std::vector<WeeklyTime> const& times, std::string const& zone,
                                   std::int64_t epoch_ms, SimTime horizon) {
  date::time_zone const& rules = zone_called(zone);
  Days const days = days_around(epoch_ms, epoch_ms + horizon.count(), rules);
  std::vector<SimTime> instants;
  for (std::int64_t day = days.first; day <= days.last; ++day) {
    for (WeeklyTime const& time : times) {
      if (!time.days[weekday_of_day(day)]) continue;
      LocalTime const local{milliseconds{day * kMsADay + time.minute_of_day * kMsAMinute}};
      SimTime const at = sim_time(instant_of(local, rules), epoch_ms);
      if (at >= SimTime::start() && at < horizon) instants.push_back(at);
    }
  }
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

std::string zone_data_version(std::vector<std::string> zones) {
  std::sort(zones.begin(), zones.end());
  zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
  Fingerprint fingerprint;
  for (std::string const& name : zones) {
    fingerprint.absorb(name);
    fingerprint.absorb(hash_of_rules(zone_called(name)));
  }
  return fingerprint.text();
}

}  // namespace caravan::scenario
