/// What a sweep found: a table of points for people, and of every value for programs.
///
/// All forms hold simulated quantities only: equal studies give equal bytes, in however many parts
/// and by however many threads they were made. Points are numbered from 1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/study.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// A study, as far as it was made.
struct SweepReport {
  scenario::Scenario const& scenario;  ///< without any setting of a point
  std::uint64_t seed = 1;
  experiment::Study const& study;
  experiment::SweepTable const& table;
  std::optional<experiment::Selection> selection;
};

/// A line a point, the best, and the variables by their effect; `more` are names of further
/// measures, or their beginnings.
[[nodiscard]] std::string sweep_text(SweepReport const& report,
                                     std::vector<std::string> const& more);
/// Tidy CSV: point, its values, replication, measure, value, unit; one value a line.
[[nodiscard]] std::string sweep_csv(SweepReport const& report);
/// One JSON object: points with an estimate for each measure, the best, the effects.
[[nodiscard]] std::string sweep_json(SweepReport const& report);

}  // namespace caravan::output
