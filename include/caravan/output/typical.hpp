/// Loads worth a closer look: of each service and flow the middle one, a late one and the last.
///
/// They are picked from the loads that a run's lead times count, so the list leads from a figure of
/// the summary to lives that explain it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "caravan/core/time.hpp"
#include "caravan/model/observation.hpp"
#include "caravan/model/result.hpp"

namespace caravan::output {

/// Keeps how long each load took that was created from the warm-up on and delivered.
class TypicalLoads final : public model::Observer {
 public:
  explicit TypicalLoads(SimTime warm_up) : warm_up_{warm_up} {}
  void observe(model::Observation const& observation) override;

  /// A line for each service and flow, those with most loads first, at most `count`: the loads at
  /// the median, at the 90th percentile (nearest ranks) and the slowest, by name. Of loads that
  /// took equally long the first comes first.
  [[nodiscard]] std::string text(model::RunResult const& result, std::size_t count) const;

 private:
  struct Delivered {
    Duration took;
    model::Tag who;
    friend auto operator<=>(Delivered const&, Delivered const&) = default;
  };

  SimTime warm_up_;
  std::map<std::uint64_t, SimTime> inside_;  // by packed tag
  std::map<model::SourceId, std::vector<Delivered>> delivered_;
};

}  // namespace caravan::output
