/// Differences between scenarios on common luck, and what they come to in a sentence.
///
/// All three forms hold simulated quantities only: equal experiments give equal bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/compare.hpp"
#include "caravan/experiment/warm_up.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

/// One of the scenarios compared.
struct Compared {
  scenario::Scenario const* scenario = nullptr;  ///< as it was run
  std::string changes;  ///< against the base: `3 cranes instead of 2 at dry-port`; base: empty
};

struct Versus {
  std::vector<Compared> scenarios;  ///< the base first
  scenario::Replication plan;
  std::uint64_t seed = 1;
  std::optional<experiment::WarmUp> found;  ///< if the warm-up was to be found
  std::string headline;                     ///< the measure that the sentence is about
  experiment::Comparison const& comparison;
};

/// A sentence for each alternative, then its differences in the main measures and those that `more`
/// names or begins to name. What is called real is so with all measures shown in mind (Holm).
[[nodiscard]] std::string versus_text(Versus const& versus, std::vector<std::string> const& more);
/// One alternative and measure a line; the adjusted p-values have all lines in mind.
[[nodiscard]] std::string versus_csv(Versus const& versus);
[[nodiscard]] std::string versus_json(Versus const& versus);

/// One value of a scenario that differs.
struct Change {
  std::string path;    ///< `terminals.dry-port.cranes`
  std::string before;  ///< as YAML; empty: it was not there
  std::string after;   ///< empty: it is not there any more
};
/// `8 cranes instead of 6 at dry-port`; of many changes the first two and how many more.
[[nodiscard]] std::string changes_text(std::vector<Change> const& changes);

}  // namespace caravan::output
