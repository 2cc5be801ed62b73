/// Who takes units of which fleet, where, how often: for ways back and for checks.
#pragma once

#include <string>
#include <vector>

#include "scenario/check.hpp"

namespace caravan::scenario {

/// Trains that run a leg: of a stream, or empties and light engines on their way back.
struct Run {
  network::Leg const* leg = nullptr;
  ConsistId consist;  ///< none() on the way back
  double per_day = 0;
  bool goes_on = false;  ///< with its load, over a change of gauge, by the next run
  std::string what;
  Mark mark;
};

/// Trains that take units of a fleet at one place and give them up at another.
struct FleetUse {
  FleetId fleet;
  PlaceId taken;
  PlaceId given;
  double trains_per_day = 0;
  int units = 1;  ///< a train
  network::TrackGauge taken_on;
  network::TrackGauge given_on;
};

/// Units a day at one place.
struct Balance {
  double out = 0;
  double in = 0;
};

/// Trains of services and flows, in the order of services, flows, ways, legs.
[[nodiscard]] std::vector<Run> runs_of(Scenario const& scenario);
/// Units a day that go back by each of the ways of a fleet, as trains with loads leave them behind.
[[nodiscard]] std::vector<double> units_back(Fleet const& fleet, std::vector<FleetUse> const& uses);
/// Trains by which the units of a fleet go back, with those that are known to be due.
void add_ways_back(FleetId id, std::vector<FleetUse> const& uses, Scenario const& scenario,
                   std::vector<Run>& runs);
/// Uses of one fleet by these trains.
[[nodiscard]] std::vector<FleetUse> uses_of(FleetId id, std::vector<Run> const& runs,
                                            Scenario const& scenario);
/// Whether a crew of `fleet` can be relieved at `place`.
[[nodiscard]] bool may_change(Fleet const& fleet, PlaceId place);
/// The fleets in the order in which they need each other: wagons, locomotives, crews.
[[nodiscard]] std::vector<FleetId> fleets_in_order(Scenario const& scenario);

}  // namespace caravan::scenario
