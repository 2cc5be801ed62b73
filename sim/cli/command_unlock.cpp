#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caravan/output/unlock.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

constexpr std::uint64_t kMostTrials = 100'000;
constexpr std::size_t kUsualTrials = 50;

experiment::Unlocking try_all(Invocation const& invocation, Input const& input, Console& console) {
  Interrupt const interrupt;
  auto options = run_choice(invocation, input.scenario(), console);
  options.interrupt = interrupt.flag();
  Progress progress{console, input.scenario().clock.horizon};
  options.progress = [&progress](SimTime now) { progress.at(now); };
  auto const load_with = [&](std::vector<std::string> const& changes) {
    auto with = load_options(invocation);
    with.set.insert(with.set.end(), changes.begin(), changes.end());
    return scenario::load_scenario(invocation.arguments.front(), with);
  };
  auto const trials = whole_number(invocation, "trials", kMostTrials);
  return experiment::unlock(load_with, options,
                            trials ? static_cast<std::size_t>(*trials) : kUsualTrials);
}

/// The command that runs the scenario with the change that frees it, by the same luck.
std::string freed_run(Invocation const& invocation, experiment::Unlocking const& unlocking) {
  std::vector<std::string> words{"caravan", "run", invocation.arguments.front()};
  auto const give = [&words](std::string const& option, std::string const& value) {
    words.push_back("--" + option);
    words.push_back(value);
  };
  for (auto const* const option : {"set", "seed", "replication", "ties"}) {
    for (auto const& value : invocation.values(option)) give(option, value);
  }
  for (auto const& remedy : unlocking.trials.back().remedies) {
    give("set", remedy.path + '=' + remedy.after);
  }
  return "  " + shell_words(words) + '\n';
}

ExitCode do_unlock(Invocation const& invocation, Console& console) {
  check_output(invocation);
  if (invocation.arguments.front() == "-") {
    throw UsageError{"'caravan unlock' reads its scenario many times", "give it a file"};
  }
  auto const input = load(invocation, console, "; nothing was run");
  if (!input.ok()) return input.code;
  auto const unlocking = try_all(invocation, input, console);
  auto text = output::unlock_text(input.scenario(), unlocking);
  if (unlocking.frees) text += freed_run(invocation, unlocking);
  deliver(invocation, console, text);
  bool const runs = unlocking.frees || unlocking.first.end == model::End::horizon;
  return unlocking.interrupted ? ExitCode::interrupted : runs ? ExitCode::done : ExitCode::stalled;
}

}  // namespace

Command unlock_command() {
  auto options = run_options();
  options.push_back({"trials", '\0', "N", "make at most N runs with changes; 50 if not given"});
  for (auto const& option : output_options()) options.push_back(option);
  return {"unlock",
          "find the smallest change that frees a run that locks",
          "Runs the scenario. If trains come to wait for one another for ever, it tries one step "
          "more of what each of them waits for (a track, a loop, a crane, a locomotive), each by a "
          "run of its own, then two steps, and so on, and prints the first change with which the "
          "run comes to its end. It adds; it takes no traffic away. Exit code 5 if nothing was "
          "found.",
          {scenario_argument()},
          options,
          {{"caravan unlock ring.yaml", "which track or loop is missing"},
           {"caravan unlock ring.yaml --seed 7 -r 3", "for another draw of the same luck"},
           {"caravan unlock ring.yaml --trials 500", "where one or two steps do not help"}},
          do_unlock};
}

}  // namespace caravan::cli
