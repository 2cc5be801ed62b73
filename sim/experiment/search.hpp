/// The search for the best point of a study: how far its runs bring it, and which it wants next.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "caravan/experiment/study.hpp"

namespace caravan::experiment {

struct Search {
  Selection selection;
  std::vector<Job> wanted;  ///< the next stage, of which some may have been made; empty: it is over
};

/// The queue that grows without end at a point; empty if none. The replications that every point
/// has decide, so that the same runs are wanted wherever a study was stopped, and all that is said
/// of the point agrees.
[[nodiscard]] std::string endless_at(std::size_t point, Study const& study, MadeRuns const& made);

/// By the runs that were made, in whole stages: what a stage that was cut off would decide does not
/// count, so that a study goes on as if it had never stopped. The study looks for a best.
[[nodiscard]] Search search_of(Study const& study, MadeRuns const& made);

}  // namespace caravan::experiment
