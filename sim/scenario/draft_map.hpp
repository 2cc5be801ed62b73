/// The map as written: places, lines, and the hours at which they are open.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caravan/scenario/scenario.hpp"

#include "scenario/given.hpp"
#include "scenario/values.hpp"
#include "scenario/values_dates.hpp"

namespace caravan::scenario {

struct TracksDraft {
  int count = 1;
  double length_m = 0;
};
using TracksByGauge = Entries<network::TrackGauge, TracksDraft>;

struct PlaceDraft {
  std::string id;
  Mark mark;
  std::optional<network::Position> at;
  std::string country;
  std::optional<Given<std::string>> zone;
  TracksByGauge tracks;
  Names activities;
};

/// Sailings or paths from one end: at set times, or at equal intervals from the start of the run.
struct SailingsDraft {
  std::vector<Given<WeeklyTime>> at;
  std::optional<Duration> every;
};
using SailingsByEnd = Entries<std::string, SailingsDraft>;

/// Paths of a line: so many a day, or a timetable for both ends, or one for each end.
using PathsDraft = std::variant<double, std::vector<Given<WeeklyTime>>, SailingsByEnd>;

/// Opening hours of one day of the week: open in each range.
struct HoursDraft {
  Weekdays days{};
  std::vector<DayHours> ranges;
  Mark mark;
};

struct CalendarDraft {
  std::string id;
  Mark mark;
  bool always = false;
  std::optional<Given<std::string>> zone;
  std::vector<HoursDraft> hours;
  std::vector<DateSpan> closed;
};

/// Hours in which a line is taken: written here, or those of a calendar.
using PossessionsDraft = std::variant<std::string, CalendarDraft>;

struct LinkDraft {
  std::string id;
  Mark mark;
  Given<Names> between;
  std::optional<Given<network::TrackGauge>> rail;
  bool road = false;
  bool sea = false;
  bool air = false;
  std::optional<Given<double>> length_m;
  std::optional<Given<double>> speed_mps;
  std::optional<Given<Duration>> time;
  bool single_track = false;
  std::optional<Given<std::variant<int, std::vector<Given<double>>>>> loops;
  int loop_tracks = 2;
  std::optional<Name> dispatch;
  std::optional<Given<int>> batch;
  std::optional<Given<Duration>> headway;
  std::optional<Given<PathsDraft>> paths;
  std::optional<Given<PossessionsDraft>> possessions;
  Law running_factor = law::Constant{1};
  int room = 0;
  std::optional<Given<SailingsByEnd>> sailings;
  int slots_teu = 0;
};

}  // namespace caravan::scenario
