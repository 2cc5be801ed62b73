/// From a sweep as written to its variables and conditions.
///
/// Codes: `sweep`, `sweep-skip`, and those of changes for a path or a value that cannot be.
#pragma once

#include <functional>
#include <optional>

#include "caravan/scenario/sweep.hpp"

#include "scenario/draft.hpp"
#include "scenario/record_text.hpp"

namespace caravan::scenario {

/// Reads a scenario and reports what is wrong with it.
using TrialReading = std::function<void(Node const& tree)>;

/// The sweep of `draft` over the scenario in `tree`. With `read`, each value is tried by itself.
[[nodiscard]] Sweep resolve_sweep(Given<SweepDraft> const& draft, Node const& tree,
                                  RecordText const& language, TrialReading const& read,
                                  Diagnostics& diagnostics);

}  // namespace caravan::scenario
