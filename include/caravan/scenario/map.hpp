/// Places and links, beyond what a route search needs to know of them (`network/network.hpp`).
///
/// Lengths are metres, speeds metres a second, times milliseconds since the start of the run.
#pragma once

#include <optional>
#include <vector>

#include "caravan/core/calendar.hpp"
#include "caravan/core/time.hpp"
#include "caravan/scenario/capacity.hpp"
#include "caravan/scenario/ids.hpp"

namespace caravan::scenario {

/// Tracks of one gauge at a place.
struct PlaceTracks {
  network::TrackGauge gauge;
  int count = 1;
  double length_m = 0;  ///< 0 = any train fits
};

/// What a place has beyond its dot on the map.
struct PlaceDetail {
  LocalClock local;
  std::vector<PlaceTracks> tracks;     ///< a gauge that is not listed has tracks without limit
  std::vector<ActivityId> activities;  ///< in the order of work
};

/// For a time, what enters a part of a line runs at this speed at most.
struct SlowOrder {
  Interval when;
  double speed_mps = 0;
  double from_m = 0;  ///< of the line, counted from end a
  double until_m = 0;
};

/// How a link is worked.
struct LinkDetail {
  // What each train asks stands together: of many links each was last asked long ago.
  bool single_track = false;
  int loop_tracks = 2;   ///< at each loop, each way if the track is double; the line's own included
  int batch = 1;         ///< single track: most trains that go in one turn of their direction
  int room = 0;          ///< most vehicles at once, each way; 0 = no limit
  Duration headway;      ///< least time between two trains (or trucks) entering one way
  double speed_mps = 0;  ///< rail and road
  std::vector<Interval> possessions;      ///< sorted, apart: no train is on the line then
  std::vector<SlowOrder> slow_orders;     ///< by date
  Law running_factor = law::Constant{1};  ///< multiplies each running time
  /// Lengths from end a to end b: of the sections of a single track, of the stretches between the
  /// loops of a double track. One, if there are no loops.
  std::vector<double> sections_m;
  std::string dispatch;  ///< name of the policy that says which train is next
  /// Paths by timetable from end a and from end b, sorted: a train enters only at one of them.
  std::optional<std::vector<SimTime>> paths_forward;
  std::optional<std::vector<SimTime>> paths_backward;
  // Sea and air: departures from each end, with a limit of load.
  std::vector<SimTime> sailings_forward;   ///< from end a
  std::vector<SimTime> sailings_backward;  ///< from end b
  int slots_teu = 0;                       ///< a sailing; 0 = no limit
};

}  // namespace caravan::scenario
