/// Measures in words: their values, and which of them a reader wants to see first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/hash.hpp"
#include "caravan/experiment/estimate.hpp"
#include "caravan/experiment/replicate.hpp"

namespace caravan::output {

/// `36.8 h`, `97.2 %`, `144 /d`: hours in the unit of time that suits `scale`.
[[nodiscard]] std::string value_text(double value, std::string_view unit, double scale);

[[nodiscard]] char const* name_of(experiment::Measure::Better better);

/// An estimate for each measure of the table.
[[nodiscard]] std::vector<experiment::Estimate> estimates_of(experiment::Replications const& table,
                                                             double confidence);

/// Numbers of the dozen measures that say most: lead times, the main relations, what is done, the
/// greatest waits, what is busiest.
[[nodiscard]] std::vector<std::size_t> main_measures(
    experiment::Replications const& table, std::vector<experiment::Estimate> const& estimates);
/// Those whose names are or begin with one of `names`, in order.
[[nodiscard]] std::vector<std::size_t> named_measures(experiment::Replications const& table,
                                                      std::vector<std::string> const& names);
/// Whether it was 0 in every replication.
[[nodiscard]] bool always_zero(experiment::Replications const& table, std::size_t measure);

/// Replications that stalled.
[[nodiscard]] std::size_t stalled(experiment::Replications const& table);
/// Replications whose books do not close.
[[nodiscard]] std::size_t broken(experiment::Replications const& table);

}  // namespace caravan::output
