#include "caravan/core/diagnostic.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/study_input.hpp"

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

ExitCode act(Invocation const& invocation, Console& console) {
  auto const manifest = read_manifest(invocation.arguments.front());
  if (manifest.results.empty()) {
    throw FileError{"the study of " + invocation.arguments.front() +
                    " is not complete; there is nothing to compare with"};
  }
  StudyInput const input{study_invocation(manifest.command), console};
  if (!input.ok()) return input.code();
  Interrupt const interrupt;
  auto options = input.options();
  experiment::MadeRuns made;
  {
    Watched watched{invocation, console, interrupt, options.farm};
    if (!make_runs(input, {}, options, made, nullptr)) return ExitCode::interrupted;
    watched.say_seconds(made.size());
  }
  auto const results = experiment::fingerprint_of(experiment::table_of(input.study(), made)).text();
  if (results == manifest.results) {
    console.out("the same: " + std::to_string(made.size()) + " runs, fingerprint " + results +
                '\n');
    return ExitCode::done;
  }
  auto const why = changes(manifest, input.manifest(results));
  console.out("DIFFERENT: fingerprint " + results + " instead of " + printable(manifest.results) +
              '\n' + (why.empty() ? "  from the same scenario by the same program\n" : why));
  return ExitCode::gate_failed;
}

}  // namespace

Command repro_command() {
  return {"repro",
          "make a result again and compare",
          "Reads the manifest of RESULT, a folder that 'caravan sweep --into' wrote, makes all its "
          "runs again and compares the fingerprints. Where they differ, it says what has changed: "
          "the program, the scenario or the time zone data. Exit code 1 if they differ.",
          {{"RESULT", Argument::Kind::name, true}},
          {{"threads", '\0', "N", "threads to work on; the answer does not depend on it"}},
          {{"caravan repro results", "is it still what it was?"}},
          act};
}

}  // namespace caravan::cli
