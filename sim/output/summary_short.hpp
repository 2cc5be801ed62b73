/// An answer of ten lines: what a planner reads first.
#pragma once

#include <string>

#include "caravan/output/summary.hpp"

namespace caravan::output {

/// Lead times of the main relations, what a load costs, what it waits for, where it is tight, the
/// worst closure, what is wrong; the last line but one says what the details hold.
[[nodiscard]] std::string short_summary(scenario::Scenario const& scenario,
                                        experiment::Answer const& answer,
                                        SummaryOptions const& options);

}  // namespace caravan::output
