/// What was tried on a run that locks, and what frees it.
///
/// Simulated quantities only: equal trials give equal bytes.
#pragma once

#include <string>

#include "caravan/experiment/unlock.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// Who waits for whom, a line for each trial, and the change that frees the run; or that none does.
[[nodiscard]] std::string unlock_text(scenario::Scenario const& scenario,
                                      experiment::Unlocking const& unlocking);

}  // namespace caravan::output
