/// One replication, from a scenario to its answer.
///
/// An answer is a function of scenario, seed, replication and the order of ties: whoever repeats
/// the run gets the same bytes. Times are milliseconds; sums are exact.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

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
  Fingerprint results;  ///< over all reported numbers: `fingerprint_of(result)`
};

[[nodiscard]] Answer run(scenario::Scenario const& scenario, model::RunOptions const& options);

/// The fingerprint of what a run reports. It covers every integer of the result in the order of the
/// fields of `model::RunResult`, each list after its length, names where they tell whose the
/// numbers are. Ratios are left out: they follow from the integers.
[[nodiscard]] Fingerprint fingerprint_of(model::RunResult const& result);

/// The value below which a share `p` of the ascending `values` lies (nearest rank: the least value
/// with at least p·n values at or below it). Empty: 0. `p` outside 0 to 1: `Fault`.
[[nodiscard]] std::int64_t percentile(std::vector<std::int64_t> const& values, double p);
/// Arithmetic mean, rounded to the nearest millisecond (halves away from zero) from an exact sum.
/// Empty: 0.
[[nodiscard]] std::int64_t mean(std::vector<std::int64_t> const& values);

}  // namespace caravan::experiment
