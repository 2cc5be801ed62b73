/// Places and links, beyond what a route search needs to know of them (`network/network.hpp`).
///
/// Lengths are metres, speeds metres a second, times milliseconds since the start of the run.
#pragma once

#include <vector>

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
  std::vector<Cut> cuts;               ///< no train or truck is taken in while closed
};

/// How a link is worked.
struct LinkDetail {
  bool single_track = false;
  std::vector<double> sections_m;  ///< single track: lengths of the sections from end a to end b
  int loop_tracks = 2;             ///< tracks at each passing loop, at least 2
  Duration headway;                ///< least time between two trains (or trucks) entering one way
  double speed_mps = 0;            ///< rail and road
  Law running_factor = law::Constant{1};  ///< multiplies each running time
  int room = 0;                           ///< most vehicles at once, each way; 0 = no limit
  // Sea and air: departures from each end, with a limit of load.
  std::vector<SimTime> sailings_forward;   ///< from end a
  std::vector<SimTime> sailings_backward;  ///< from end b
  int slots_teu = 0;                       ///< a sailing; 0 = no limit
  std::vector<Cut> cuts;
};

}  // namespace caravan::scenario
