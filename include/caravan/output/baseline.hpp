/// A baseline as a file beside its scenario: a table that people can review line by line.
///
/// One line a replication, one column a measure; lines that begin with `#` say of what it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "caravan/experiment/expect.hpp"

namespace caravan::output {

[[nodiscard]] std::string baseline_text(experiment::Baseline const& baseline);
/// Nothing if `text` is no baseline.
[[nodiscard]] std::optional<experiment::Baseline> baseline_in(std::string_view text);

}  // namespace caravan::output
