/// From a sweep as written to its variables and conditions.
///
/// Codes: `sweep`, `sweep-skip`, and those of changes for a path or a value that cannot be.
#pragma once

#include <optional>

#include "caravan/scenario/sweep.hpp"

#include "scenario/draft.hpp"
#include "scenario/record_text.hpp"

namespace caravan::scenario {

/// The sweep of `draft` over the scenario in `tree`.
[[nodiscard]] Sweep resolve_sweep(Given<SweepDraft> const& draft, Node const& tree,
                                  RecordText const& language, Diagnostics& diagnostics);

}  // namespace caravan::scenario
