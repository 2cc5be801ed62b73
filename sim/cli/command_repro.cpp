#include "caravan/core/diagnostic.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/manifest.hpp"

namespace caravan::cli {

namespace {

/// What is not as it was; a line each.
std::string changes(Manifest const& was, Manifest const& is) {
  std::string text;
  auto const compare = [&](char const* what, std::string const& before, std::string const& now) {
    if (before != now) {
      text +=
          std::string{"  "} + what + " was " + printable(before) + ", is " + printable(now) + '\n';
    }
  };
  compare("the program", was.version, is.version);
  compare("the scenario", was.scenario_hash, is.scenario_hash);
  compare("time zone data", was.zone_data, is.zone_data);
  if (text.empty()) compare("what is varied", was.study, is.study);
  return text;
}

Again made_again(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const command = was.command.empty() ? std::string{} : was.command.front();
  if (command == "run") return run_again(was, invocation, console);
  if (command == "compare") return compare_again(was, invocation, console);
  if (command == "ladder") return ladder_again(was, invocation, console);
  return sweep_again(was, invocation, console);
}

ExitCode do_repro(Invocation const& invocation, Console& console) {
  auto const was = read_manifest(invocation.arguments.front());
  if (was.results.empty()) {
    throw FileError{"the study of " + invocation.arguments.front() +
                    " is not complete; there is nothing to compare with"};
  }
  auto const [code, is, runs] = made_again(was, invocation, console);
  if (code != ExitCode::done) return code;
  auto const why = changes(was, is);
  if (is.results == was.results) {
    console.out("the same: " + std::to_string(runs) + (runs == 1 ? " run" : " runs") +
                ", fingerprint " + is.results + '\n' + why);
    return ExitCode::done;
  }
  console.out("DIFFERENT: fingerprint " + is.results + " instead of " + printable(was.results) +
              '\n' + (why.empty() ? "  from the same scenario by the same program\n" : why));
  return ExitCode::gate_failed;
}

}  // namespace

Command repro_command() {
  return {
      "repro",
      "make a result again and compare",
      "Reads the manifest of RESULT, which is a folder that 'caravan sweep --into' wrote or a "
      "file that 'caravan run', 'compare' or 'ladder' wrote with -o, makes all its runs again and "
      "compares the fingerprints. Where they differ, it says what has changed: "
      "the program, the scenario or the time zone data. Exit code 1 if they differ.",
      {{"RESULT", Argument::Kind::name, true}},
      {{"threads", '\0', "N", "threads to work on; the answer does not depend on it"}},
      {{"caravan repro results", "is it still what it was?"},
       {"caravan repro answer.json", "the same of a run, by answer.json.manifest.json"}},
      [](Invocation const& invocation, Console& console) {
        return told_of_measures(console, [&] { return do_repro(invocation, console); });
      }};
}

}  // namespace caravan::cli
