/// Where two runs part: the first thing that happens in one and not in the other.
///
/// Runs are played again instead of being written down: a hash of what is observed is kept for each
/// stretch of observations, the first stretch that differs is played once more, and compared one by
/// one. Things are the same if their names are, so a service more or less does not hide what it
/// changes for the others.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "caravan/core/hash.hpp"
#include "caravan/model/model.hpp"
#include "caravan/model/observation.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::experiment {

/// One of the two runs. `options` has no observers, progress or interrupt of its own.
struct Side {
  scenario::Scenario const* scenario = nullptr;
  model::RunOptions options;
};

/// What one train, load or truck did last before the runs parted, the latest at the end.
struct Past {
  model::Tag who;
  std::vector<model::Observation> last;
};

/// How one of the runs goes on where they part.
struct Continuation {
  std::optional<model::Observation> next;  ///< absent: nothing more happens in it
  std::vector<Past> past;                  ///< of those whom `next` concerns, in its names
  Table<model::SourceId, model::Source> sources;
  Fingerprint results;  ///< of the whole run
};

struct Divergence {
  std::uint64_t same = 0;  ///< observations that the runs have in common
  bool parted = false;
  Continuation a;
  Continuation b;
};

/// Whom `observation` concerns: who does it, whom it waits for, the train that is boarded.
[[nodiscard]] std::vector<model::Tag> concerned(model::Observation const& observation);
[[nodiscard]] SimTime time_of(model::Observation const& observation);

/// Nothing if it was interrupted.
[[nodiscard]] std::optional<Divergence> find_divergence(Side const& a, Side const& b,
                                                        std::atomic<bool> const* interrupt);

}  // namespace caravan::experiment
