#include <optional>
#include <utility>

#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/output/replications.hpp"
#include "caravan/output/summary.hpp"
#include "caravan/output/text.hpp"

#include "cli/commands.hpp"
#include "cli/experiment_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/manifest.hpp"
#include "cli/progress.hpp"
#include "cli/report_output.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

experiment::Answer watched_run(scenario::Scenario const& scenario, model::RunOptions options,
                               Console const& console) {
  double seconds = 0;
  auto const answer = [&] {
    Progress progress{console, scenario.clock.horizon};
    options.progress = [&progress](SimTime now) { progress.at(now); };
    auto result = experiment::run(scenario, options);
    seconds = progress.seconds();
    return result;
  }();
  if (console.watched()) {
    auto const events = static_cast<std::int64_t>(answer.result.events);
    console.say(output::grouped(events) + " events in " + output::brief(seconds) + " s\n");
  }
  return answer;
}

std::string formatted(Invocation const& invocation, scenario::Scenario const& scenario,
                      experiment::Answer const& answer, Console const& console) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::summary_csv(scenario, answer);
  if (format == "json") return output::summary_json(scenario, answer);
  return output::summary_text(scenario, answer,
                              {.all_relations = invocation.value("relations", "main") == "all",
                               .pictures = console.draws() && !invocation.has("output"),
                               .details = invocation.has("details")});
}

ExitCode code_of(model::RunResult const& result, Console const& console) {
  if (!result.audit.ok()) {
    console.say("caravan: the books of this run do not close; this is a bug in Caravan\n" +
                ("  repeat it with: " + console.repeat()) + '\n');
    return ExitCode::bug;
  }
  switch (result.end) {
    case model::End::horizon:
      return ExitCode::done;
    case model::End::stalled:
      return ExitCode::stalled;
    case model::End::interrupted:
      return ExitCode::interrupted;
  }
  return ExitCode::bug;
}

std::string formatted(Invocation const& invocation, output::Series const& series) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::series_csv(series);
  if (format == "json") return output::series_json(series);
  return output::series_text(series, invocation.values("measure"));
}

Manifest manifest(Invocation const& invocation, Input const& input, Fingerprint const& results) {
  return manifest_of(deciding_words("run", invocation), input, {}, results.text());
}

/// The first replication, and how many wait in the first ten.
void keep_page(Invocation const& invocation, output::Series const& series,
               model::RunOptions const& options, Console const& console) {
  auto const further = further_runs(series.scenario, options, series.table.records.size(), console);
  WatchedRun const run{series.scenario, options, console};
  output::Report report{.runs = {{series.scenario, run.answer, run.recorder}}};
  for (auto const& one : further) report.further.push_back(&one.recorder);
  report.confidence = series.plan.confidence;
  report.replications = output::series_json(series);
  keep_report(invocation, std::move(report));
}

/// Many runs under one seed.
ExitCode run_series(Invocation const& invocation, Input const& input,
                    scenario::Replication const& plan, Console& console) {
  Interrupt const interrupt;
  auto options = replicate_choice(invocation, input.scenario(), console);
  Watched watched{invocation, console, interrupt, options.farm};
  auto const prepared = prepare(input.scenario(), plan, options);
  auto const table = experiment::replicate(prepared.scenario, plan, options);
  watched.say_seconds(table.records.size());
  output::Series const series{prepared.scenario, plan, options.seed, prepared.found, table};
  deliver(invocation, console, formatted(invocation, series));
  if (invocation.has("report") && !table.interrupted) {
    keep_page(invocation, series, run_choice(invocation, input.scenario(), console), console);
  }
  if (!table.interrupted) {
    keep_manifest(invocation, manifest(invocation, input, experiment::fingerprint_of(table)));
  }
  return code_of({&table}, console);
}

ExitCode act(Invocation const& invocation, Console& console) {
  check_output(invocation);
  check_report(invocation);
  check_experiment(invocation);
  auto const input = load(invocation, console, "; nothing was run");
  if (!input.ok()) return input.code;
  if (auto const plan = plan_of_run(invocation, input.scenario())) {
    return told_of_measures(console, [&] { return run_series(invocation, input, *plan, console); });
  }
  Interrupt const interrupt;
  auto options = run_choice(invocation, input.scenario(), console);
  options.interrupt = interrupt.flag();
  std::optional<output::ReportRecorder> recorder;
  if (invocation.has("report")) {
    options.observers.push_back(&recorder.emplace(input.scenario()));
  }
  auto const answer = watched_run(input.scenario(), options, console);
  deliver(invocation, console, formatted(invocation, input.scenario(), answer, console));
  if (recorder) keep_report(invocation, {.runs = {{input.scenario(), answer, *recorder}}});
  if (answer.result.end != model::End::interrupted) {
    keep_manifest(invocation, manifest(invocation, input, answer.results));
  }
  return code_of(answer.result, console);
}

}  // namespace

Again run_again(Manifest const& was, Invocation const& invocation, Console& console) {
  auto const asked = asked_by(was, run_command());
  auto const input = load(asked, console, "; nothing was run");
  if (!input.ok()) return {input.code, {}};
  Interrupt const interrupt;
  if (auto const plan = plan_of_run(asked, input.scenario())) {
    auto options = replicate_choice(asked, input.scenario(), console);
    Watched watched{invocation, console, interrupt, options.farm};
    auto const prepared = prepare(input.scenario(), *plan, options);
    auto const table = experiment::replicate(prepared.scenario, *plan, options);
    if (table.interrupted) return {ExitCode::interrupted, {}};
    watched.say_seconds(table.records.size());
    return {ExitCode::done, manifest(asked, input, experiment::fingerprint_of(table)),
            table.records.size()};
  }
  auto options = run_choice(asked, input.scenario(), console);
  options.interrupt = interrupt.flag();
  auto const answer = experiment::run(input.scenario(), options);
  if (answer.result.end == model::End::interrupted) return {ExitCode::interrupted, {}};
  return {ExitCode::done, manifest(asked, input, answer.results), 1};
}

Command run_command() {
  auto options = run_options();
  options.push_back({"format",
                     '\0',
                     "FORM",
                     "table for people, csv or json for programs",
                     {"table", "csv", "json"}});
  options.push_back(
      {"details", '\0', "", "all tables, also where they are longer than a screen"});
  options.push_back({"relations",
                     '\0',
                     "WHICH",
                     "lead times of the six main relations, or of all",
                     {"main", "all"}});
  options.push_back(report_option());
  for (auto const& option : experiment_options()) options.push_back(option);
  for (auto const& option : output_options()) options.push_back(option);
  return {"run",
          "run a scenario, once or many times, and print its answer",
          "Runs the scenario to its horizon and prints lead times, waits by cause, the tightest "
          "resources and the terminals. With --replications, or the key `replicate`, it makes "
          "independent repetitions on all cores and prints means with their intervals. The same "
          "scenario, seed and replication give the same bytes. SCENARIO is a YAML file, or - for "
          "standard input.",
          {scenario_argument()},
          options,
          {{"caravan run khorgos.yaml", "the answer in a dozen lines"},
           {"caravan run khorgos.yaml --set terminals.khorgos.cranes=8", "what if"},
           {"caravan run khorgos.yaml --seed 7 -r 3", "another draw of the same luck"},
           {"caravan run khorgos.yaml --replications 30", "means and 95 % intervals of 30 runs"},
           {"caravan run khorgos.yaml --format json -o answer.json", "for a program"}},
          act};
}

}  // namespace caravan::cli
