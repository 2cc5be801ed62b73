/// What replications of a scenario say together: a mean, an interval and the number of runs for
/// every measure.
///
/// All three forms hold simulated quantities only: equal experiments give equal bytes, by however
/// many threads they were made. `docs/reference/measures.md` names the measures, columns and keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/warm_up.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// An experiment, as it was made.
struct Series {
  scenario::Scenario const& scenario;  ///< with the warm-up that was found, if one was
  scenario::Replication plan;
  std::uint64_t seed = 1;
  std::optional<experiment::WarmUp> found;  ///< if the warm-up was to be found
  experiment::Replications const& table;

  /// A corridor with a warm-up is watched in its steady state; without, the run is the whole
  /// matter.
  [[nodiscard]] bool steady() const { return experiment::is_steady(scenario); }
};

/// About a dozen lines; `more` are names of further measures, or their beginnings.
[[nodiscard]] std::string series_text(Series const& series, std::vector<std::string> const& more);
/// One measure a line: estimate, interval, percentiles over the replications. Measures that were 0
/// in every replication are left out.
[[nodiscard]] std::string series_csv(Series const& series);
/// One JSON object, with the value of every measure in every replication.
[[nodiscard]] std::string series_json(Series const& series);
/// As much of it as a page shows, which is to stay small: estimates by six digits and without
/// percentiles, and what each replication gave only of the measures that the page draws.
[[nodiscard]] std::string series_for_page(Series const& series);

}  // namespace caravan::output
