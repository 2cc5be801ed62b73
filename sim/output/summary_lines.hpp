/// The lines of an answer that stand in its short form and in its details.
///
/// Each is empty if there is nothing to say.
#pragma once

#include <string>
#include <vector>

#include "caravan/experiment/run.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::output {

[[nodiscard]] std::string joined(std::vector<std::string> const& parts);
/// A date and time in the zone of the scenario.
[[nodiscard]] std::string time_text(scenario::Scenario const& scenario, SimTime t);

[[nodiscard]] std::string header(scenario::Scenario const& scenario,
                                 experiment::Answer const& answer);
/// That a run was interrupted.
[[nodiscard]] std::string partial(scenario::Scenario const& scenario,
                                  model::RunResult const& result);
/// Loads and trains.
[[nodiscard]] std::string counts(model::RunResult const& result);
/// Where perishable loads took too long; those with most of them first.
[[nodiscard]] std::string spoiled(scenario::Scenario const& scenario,
                                  model::RunResult const& result);
[[nodiscard]] std::string waits(model::RunResult const& result);
/// Queues that grow.
[[nodiscard]] std::string warnings(model::RunResult const& result);
/// Where fleets ran out.
[[nodiscard]] std::string short_fleets(scenario::Scenario const& scenario,
                                       model::RunResult const& result);
/// Who waits for whom in a run that stalled.
[[nodiscard]] std::string stall_text(scenario::Scenario const& scenario,
                                     model::RunResult const& result);
/// The audit and the fingerprint.
[[nodiscard]] std::string closing(experiment::Answer const& answer);

}  // namespace caravan::output
