/// Time by day, place or link, and stage: how many there were, where, over time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "caravan/output/recorder.hpp"

namespace caravan::output {

struct Daily {
  std::int64_t day = 0;  ///< whole days since the start of the run, from 0
  std::uint32_t where = Event::kNowhere;
  bool on_link = false;
  std::uint16_t stage = 0;
  std::int64_t train_ms = 0;
  std::int64_t load_ms = 0;  ///< of loads by themselves and aboard trains
};

/// Sums over all events until `end`, places before links, by stage and day. What was before the
/// start of the run is left out. There are `stages` stages.
[[nodiscard]] std::vector<Daily> daily(Recorder const& recorder, std::size_t stages, SimTime end);

}  // namespace caravan::output
