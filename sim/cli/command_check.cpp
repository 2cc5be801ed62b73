#include "caravan/core/diagnostic.hpp"

#include "cli/commands.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

ExitCode do_check(Invocation const& invocation, Console& console) {
  auto const input = load(invocation, console, "", Texts::left_out);
  if (!input.ok()) return input.code;
  auto const& scenario = input.scenario();
  auto const counted = [](std::size_t count, char const* what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
  };
  console.out(printable(invocation.arguments.front()) + ": ok, " +
              counted(scenario.places.size(), "place") + ", " +
              counted(scenario.links.size(), "link") + ", " +
              counted(scenario.terminals.size(), "terminal") + ", " +
              std::to_string(scenario.activities.size()) +
              (scenario.activities.size() == 1 ? " activity, " : " activities, ") +
              counted(scenario.services.size(), "service") + ", " +
              counted(scenario.flows.size(), "flow") + ", hash " + scenario.hash + '\n');
  return ExitCode::done;
}

}  // namespace

Command check_command() {
  return {"check",
          "check a scenario without running it",
          "Reads the scenario and tells every fault and warning at once, each with its line and "
          "how to mend it. Exit code 0 means that it would run.",
          {scenario_argument()},
          scenario_options(),
          {{"caravan check khorgos.yaml", "all faults at once"},
           {"caravan check khorgos.yaml --set clock.run=30d", "would this change be valid"}},
          do_check};
}

}  // namespace caravan::cli
