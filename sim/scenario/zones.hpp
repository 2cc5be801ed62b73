/// Time zones and calendars, turned into plain intervals of simulated time.
///
/// Zones are IANA names (`Asia/Almaty`); their rules come from the system's zone files. Local times
/// are what clocks show there, summer time and changes of law included (Kazakhstan moved from +6 to
/// +5 on 2024-03-01). `epoch_ms` is the start of the run in UTC milliseconds since 1970. A zone
/// given here must exist (`Fault` otherwise): ask `zone_exists` first.
///
/// Codes: `no-such-time` (error), `ambiguous-time` (warning), `zone`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/diagnostic.hpp"

#include "values_dates.hpp"

namespace caravan::scenario {

[[nodiscard]] bool zone_exists(std::string const& name);
/// The zone named in `node`; an error with the nearest name if there is none.
[[nodiscard]] std::optional<std::string> read_zone(Node const& node, Diagnostics& diagnostics);

/// A local time as UTC milliseconds since 1970. A time that clocks skip is an error that names its
/// two neighbours; of a time that clocks show twice the earlier is taken, with a warning.
[[nodiscard]] std::optional<std::int64_t> utc_ms(LocalDateTime const& local,
                                                 std::string const& zone, Mark const& mark,
                                                 Diagnostics& diagnostics);
/// The same without words, for rules that repeat: a time that clocks skip becomes the instant of
/// the change.
[[nodiscard]] std::int64_t utc_ms(LocalDateTime const& local, std::string const& zone);
/// What clocks show in `zone` at an instant.
[[nodiscard]] LocalDateTime local_at(std::int64_t utc_ms, std::string const& zone);

/// Local times are needed somewhat beyond the run, for work that ends after it.
inline constexpr Duration kBeyondHorizon = Duration::days(60);

/// The zone's offset from UTC over [0, horizon + kBeyondHorizon].
[[nodiscard]] LocalClock expand_zone(std::string const& zone, std::int64_t epoch_ms,
                                     SimTime horizon);

/// Hours that repeat every week, but for some days.
struct WeekHours {
  std::array<std::vector<DayHours>, 7> days;  ///< Monday first
  std::vector<DateSpan> closed;               ///< hours that begin on these days do not hold
};
/// Open intervals within [0, horizon + kBeyondHorizon].
[[nodiscard]] Calendar expand_hours(WeekHours const& hours, std::string const& zone,
                                    std::int64_t epoch_ms, SimTime horizon);

/// The instants of `times` within [0, horizon), sorted, each once.
[[nodiscard]] std::vector<SimTime> expand_weekly(std::vector<WeeklyTime> const& times,
                                                 std::string const& zone, std::int64_t epoch_ms,
                                                 SimTime horizon);

/// Names the zone data of this machine: two runs with the same text had the same rules for `zones`.
[[nodiscard]] std::string zone_data_version(std::vector<std::string> zones);

}  // namespace caravan::scenario
