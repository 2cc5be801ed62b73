/// What would free a run in which trains wait for one another for ever.
///
/// A circle names what each of its trains waits for. One step more of each (a track, a loop, a
/// crane, the locomotives of one train) is tried by a run of its own, in the order of the circle,
/// and then a loop on each single line between two places of the circle. A run that locks again
/// names further steps, which are tried on top. All changes of one step come before any of two, so
/// what is found first has the fewest steps of all that the circles lead to. Nothing is guessed:
/// whoever takes the change has seen it run to the horizon.
///
/// All runs have the seed and the replication of the options, and common luck by name.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "caravan/experiment/ladder.hpp"
#include "caravan/model/model.hpp"

namespace caravan::experiment {

/// One value of the scenario, changed by one or more steps.
struct Remedy {
  std::string path;    ///< `places.b.tracks.1520 mm`
  std::string before;  ///< as YAML
  std::string after;
};

/// A run with some values changed.
struct Trial {
  std::vector<Remedy> remedies;  ///< by path
  model::End end = model::End::horizon;
  SimTime ended_at;
};

struct Unlocking {
  model::RunResult first;     ///< the run of the scenario as it is
  std::vector<Trial> trials;  ///< in the order in which they were made
  bool frees = false;         ///< the last trial runs through
  bool interrupted = false;   ///< some run was
  bool more_to_try = false;   ///< steps were left when the greatest number of trials was reached
};

/// Steps that the stall of `result` names, the first to try first. `loaded` is the scenario of the
/// run.
[[nodiscard]] std::vector<Remedy> remedies(scenario::Loaded const& loaded,
                                           model::RunResult const& result);

/// Tries at most `most` changes. `load` must have a scenario without changes; changes that make it
/// faulty are left out.
[[nodiscard]] Unlocking unlock(Loader const& load, model::RunOptions const& options,
                               std::size_t most);

}  // namespace caravan::experiment
