/// One run of a corridor: the railway, its terminals and borders, over the clock of one engine.
///
/// A run is a function of scenario, seed and replication; everything else only listens.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "caravan/model/observation.hpp"
#include "caravan/model/policy.hpp"
#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::model {

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  bool shuffled_ties = false;        ///< break ties at one instant by a seeded draw
  std::vector<Observer*> observers;  ///< borrowed
  std::atomic<bool> const* interrupt =
      nullptr;                            ///< set from outside: stop, with the results so far
  std::function<void(SimTime)> progress;  ///< called about a hundred times a run
  Policies policies;                      ///< besides the built-in ones, or in their place
};

/// Runs `scenario` to its horizon. A stall or an interruption is a result, a broken promise a
/// `Fault`.
[[nodiscard]] RunResult run(scenario::Scenario const& scenario, RunOptions const& options);

}  // namespace caravan::model
