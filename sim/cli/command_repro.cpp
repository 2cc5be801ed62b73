#include "caravan/core/diagnostic.hpp"
#include "caravan/experiment/run.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/manifest.hpp"
#include "cli/options.hpp"
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

/// What was made again.
struct Again {
  ExitCode code = ExitCode::done;  ///< of what ended it early
  Manifest manifest;
  std::size_t runs = 1;
};

Again sweep_again(Manifest const& was, Invocation const& invocation, Console& console) {
  StudyInput const input{study_invocation(was.command), console};
  if (!input.ok()) return {input.code(), {}, 0};
  Interrupt const interrupt;
  auto options = input.options();
  experiment::MadeRuns made;
  Watched watched{invocation, console, interrupt, options.farm};
  if (!make_runs(input, {}, options, made, nullptr)) return {ExitCode::interrupted, {}, 0};
  watched.say_seconds(made.size());
  auto const table = experiment::table_of(input.study(), made);
  return {ExitCode::done, input.manifest(experiment::fingerprint_of(table).text()), made.size()};
}

Again run_again(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const asked = parse({was.command.begin() + 1, was.command.end()}, run_command().options);
  auto const input = load(asked, console, "; nothing was run");
  if (!input.ok()) return {input.code, {}, 0};
  Interrupt const interrupt;
  auto const of = [&](std::string results) {
    return manifest_of(was.command, input, {}, std::move(results));
  };
  if (auto const plan = plan_of_run(asked, input.scenario())) {
    auto options = replicate_choice(asked, input.scenario(), console);
    Watched watched{invocation, console, interrupt, options.farm};
    auto const prepared = prepare(input.scenario(), *plan, options);
    auto const table = experiment::replicate(prepared.scenario, *plan, options);
    if (table.interrupted) return {ExitCode::interrupted, {}, 0};
    watched.say_seconds(table.records.size());
    return {ExitCode::done, of(results_of(table).text()), table.records.size()};
  }
  auto options = run_choice(asked, input.scenario(), console);
  options.interrupt = interrupt.flag();
  auto const answer = experiment::run(input.scenario(), options);
  if (answer.result.end == model::End::interrupted) return {ExitCode::interrupted, {}, 0};
  return {ExitCode::done, of(answer.results.text()), 1};
}

ExitCode act(Invocation const& invocation, Console& console) {
  auto const was = read_manifest(invocation.arguments.front());
  if (was.results.empty()) {
    throw FileError{"the study of " + invocation.arguments.front() +
                    " is not complete; there is nothing to compare with"};
  }
  bool const one = !was.command.empty() && was.command.front() == "run";
  auto const [code, is, runs] =
      one ? run_again(was, invocation, console) : sweep_again(was, invocation, console);
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
  return {"repro",
          "make a result again and compare",
          "Reads the manifest of RESULT, which is a folder that 'caravan sweep --into' wrote or a "
          "file that 'caravan run -o' wrote, makes all its runs again and compares the "
          "fingerprints. Where they differ, it says what has changed: "
          "the program, the scenario or the time zone data. Exit code 1 if they differ.",
          {{"RESULT", Argument::Kind::name, true}},
          {{"threads", '\0', "N", "threads to work on; the answer does not depend on it"}},
          {{"caravan repro results", "is it still what it was?"},
           {"caravan repro answer.json", "the same of a run, by answer.json.manifest.json"}},
          act};
}

}  // namespace caravan::cli
