/// What is there when the run begins: trains on lines and at places, loads in yards, trucks on
/// roads and in queues. So a planner starts from today, and not from an empty railway.
///
/// Instants before the start of the run are negative.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/core/time.hpp"
#include "caravan/scenario/ids.hpp"

namespace caravan::scenario {

/// A point on one of the ways of a service or flow.
struct Position {
  std::size_t way = 0;
  std::size_t leg = 0;
  std::size_t stop = 0;         ///< at the place before travel `stop` of the leg, or on that travel
  std::optional<double> run_m;  ///< on the line: so far from where it entered
  ConsistId consist;            ///< of a train
};

/// One row of a table: a train, or loads that are at one place since one time.
struct Present {
  ServiceId service;                ///< whose train or loads they are, or none()
  FlowId flow;                      ///< or none()
  std::size_t row = 0;              ///< of the table, from 1: its name in the run
  std::vector<Position> positions;  ///< one for each way that passes there; never empty
  int units = 0;
  SimTime set_out;  ///< from then on its lead time counts
  SimTime since;    ///< of loads: wait here
  Mark mark;
};

struct Initial {
  std::vector<Present> trains;  ///< in the order of the table
  std::vector<Present> loads;   ///< those that wait longest first
  bool counted = false;         ///< in the statistics of lead times
};

}  // namespace caravan::scenario
