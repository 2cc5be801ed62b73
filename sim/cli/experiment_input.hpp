/// What the commands that make many runs have in common.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/warm_up.hpp"
#include "caravan/scenario/scenario.hpp"

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"

namespace caravan::cli {

/// `--replications`, `--threads`, `--measure`.
[[nodiscard]] std::vector<Option> experiment_options();
/// Wrong values of those end the command before a scenario is read.
void check_experiment(Invocation const& invocation);

/// How many replications: by `--replications`, else by the scenario; nothing if neither says.
[[nodiscard]] std::optional<scenario::Replication> plan_of(Invocation const& invocation,
                                                           scenario::Scenario const& scenario);

/// The same for `caravan run`: `--replication` alone asks for one run, whatever the scenario says.
[[nodiscard]] std::optional<scenario::Replication> plan_of_run(Invocation const& invocation,
                                                               scenario::Scenario const& scenario);
/// Seed, first replication and ties as asked for; also tells `console` what repeats the runs.
[[nodiscard]] experiment::ReplicateOptions replicate_choice(Invocation const& invocation,
                                                            scenario::Scenario const& scenario,
                                                            Console& console);

/// The scenario with the warm-up that the plan wants.
struct Prepared {
  scenario::Scenario scenario;
  std::optional<experiment::WarmUp> found;
};
[[nodiscard]] Prepared prepare(scenario::Scenario const& scenario,
                               scenario::Replication const& plan,
                               experiment::ReplicateOptions const& options);

/// While it lives, `farm` works on the threads asked for, stops at an interrupt, and shows a person
/// how far it is.
class Watched {
 public:
  Watched(Invocation const& invocation, Console const& console, Interrupt const& interrupt,
          experiment::Farm& farm);
  Watched(Watched const&) = delete;
  Watched& operator=(Watched const&) = delete;
  ~Watched() = default;

  /// `30 runs in 12.1 s`, to a person.
  void say_seconds(std::size_t runs);

 private:
  Console const& console_;
  std::optional<ExperimentProgress> progress_;
};

/// What became of the replications, books that do not close first.
[[nodiscard]] ExitCode code_of(std::vector<experiment::Replications const*> const& tables,
                               Console const& console);

/// Says which names of --measure none of the measures begins with, and what was perhaps meant.
void tell_of_unmet_measures(Invocation const& invocation,
                            std::vector<experiment::Replications const*> const& tables,
                            Console const& console);

/// `UnknownMeasure` if --headline names what none of the runs observed, though they came to their
/// end.
void check_headline(Invocation const& invocation,
                    std::vector<experiment::Replications> const& tables);

/// What `act` gives; a measure that is not there is told as a fault of the scenario's plan.
[[nodiscard]] ExitCode told_of_measures(Console const& console,
                                        std::function<ExitCode()> const& act);

}  // namespace caravan::cli
