/// What the text and the data of a sweep have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caravan/experiment/sensitivity.hpp"
#include "caravan/output/sweep.hpp"

namespace caravan::output {

/// Each path cut to its last parts, as many as tell them apart: `cranes`, `port.yard`.
[[nodiscard]] std::vector<std::string> short_names(scenario::Sweep const& sweep);
/// Whether the tables of this sweep hold the measure.
[[nodiscard]] bool is_wanted(scenario::Sweep const& sweep, std::string_view measure);
/// The measure that effects are told of: that of the best, or the mean lead time.
[[nodiscard]] std::string main_measure(scenario::Sweep const& sweep);
/// Of the main measure.
[[nodiscard]] std::vector<experiment::Effect> effects_in(SweepReport const& report);
[[nodiscard]] double confidence_of(SweepReport const& report);

}  // namespace caravan::output
