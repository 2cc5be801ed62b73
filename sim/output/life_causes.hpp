/// Why a life was held up: by which closure, behind whom, and which train it missed for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caravan/output/life.hpp"

namespace caravan::output {

/// The closure behind a wait, and how much of the wait is its doing.
struct Blame {
  model::ClosureResult const* closure = nullptr;
  Duration lost;
};

/// What closure a step waited for, itself or behind those who held it up. Nothing if none.
[[nodiscard]] std::optional<Blame> blame_of(scenario::Scenario const& scenario,
                                            model::RunResult const& result, LifeStep const& step,
                                            SimTime until);
[[nodiscard]] std::optional<Blame> blame_of(scenario::Scenario const& scenario,
                                            model::RunResult const& result, Life const& life,
                                            std::size_t number, SimTime until);

/// A wait in the queue that a closure has left: at a place where it holds people up, from its begin
/// until no more of them waited there than before.
struct Backlog {
  std::size_t step = 0;  ///< of the life
  model::ClosureResult const* closure = nullptr;
};
/// The longest such wait for each closure that the life does not tell of already, if it lasted an
/// hour; in the order of the steps.
[[nodiscard]] std::vector<Backlog> backlogs_of(scenario::Scenario const& scenario,
                                               model::RunResult const& result, Life const& life);

/// `storm, 2026-03-02 06:30 to 2026-03-02 09:00`, in the clock of `local`.
[[nodiscard]] std::string closure_text(scenario::Scenario const& scenario, LocalClock const& local,
                                       model::ClosureResult const& closure);

/// Since when a load that boards at `ride` has waited for its train, or on it for more loads.
[[nodiscard]] SimTime ready_for(Life const& life, LifeRide const& ride,
                                model::Stages const& stages);

/// The train of the same kind as that of `ride` which set out first after `undisturbed`, if the
/// load was not ready for it: the one that it missed.
struct Missed {
  model::Tag train;
  SimTime left;
  SimTime undisturbed;  ///< when the load would have been ready
};
/// `calm` is the same life without any closure.
[[nodiscard]] std::optional<Missed> missed_at(Life const& life, std::size_t ride, Life const& calm,
                                              model::Stages const& stages);

}  // namespace caravan::output
