/// A ladder of bottlenecks, rung by rung.
///
/// All three forms hold simulated quantities only: equal experiments give equal bytes.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "caravan/experiment/ladder.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

struct LadderReport {
  scenario::Scenario const& scenario;
  experiment::LadderPlan plan;
  std::uint64_t seed = 1;
  std::map<std::string, double> prices;  ///< of one step, by the beginning of its path
  experiment::Ladder const& ladder;
};

/// A line a rung; at the end what was tried and gained too little.
[[nodiscard]] std::string ladder_text(LadderReport const& report);
/// A line for each step that was tried.
[[nodiscard]] std::string ladder_csv(LadderReport const& report);
[[nodiscard]] std::string ladder_json(LadderReport const& report);

}  // namespace caravan::output
