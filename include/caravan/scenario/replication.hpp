/// How often a scenario is to be run before its answer counts.
#pragma once

#include <optional>
#include <string>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

/// So many replications, or as many as a measure needs to be known well enough.
struct Replication {
  struct Until {
    std::string measure;  ///< e.g. `lead-time.p90`
    double within = 0;    ///< half the interval's width is at most this share of the mean
  };
  int at_least = 10;
  int at_most = 10;
  double confidence = 0.95;
  std::optional<Until> until;
  bool find_warm_up = false;  ///< by MSER-5, instead of the clock's
  Mark mark;
};

}  // namespace caravan::scenario
