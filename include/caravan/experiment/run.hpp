/// One replication, from a scenario to its answer.
#pragma once

#include "caravan/model/model.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::experiment {

/// A result together with what it is a result of.
struct Answer {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::string scenario_hash;
  model::RunResult result;
  Fingerprint results;  ///< over all reported numbers
};

[[nodiscard]] Answer run(scenario::Scenario const& scenario, model::RunOptions const& options);

/// The value below which a share `p` of the ascending `values` lies (nearest rank: the least value
/// with at least p·n values at or below it). Empty: 0.
[[nodiscard]] std::int64_t percentile(std::vector<std::int64_t> const& values, double p);
/// Arithmetic mean, rounded to the nearest millisecond from an exact sum. Empty: 0.
[[nodiscard]] std::int64_t mean(std::vector<std::int64_t> const& values);

}  // namespace caravan::experiment
