#include <optional>
#include <utility>

#include "caravan/core/contract.hpp"
#include "caravan/experiment/replicate.hpp"
#include "caravan/experiment/run.hpp"
#include "caravan/output/replications.hpp"
#include "caravan/output/summary.hpp"
#include "caravan/output/text.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/manifest.hpp"
#include "cli/new_folder.hpp"
#include "cli/progress.hpp"
#include "cli/report_output.hpp"
#include "cli/run_folder.hpp"
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

/// A run whose events go into its folder.
class Recorded {
 public:
  Recorded(model::RunOptions& options, output::KeptEvents kept) : kept_{std::move(kept)} {
    if (wanted()) options.observers.push_back(&recorder_);
  }
  [[nodiscard]] output::Recorder const* recorder() const { return wanted() ? &recorder_ : nullptr; }
  [[nodiscard]] output::KeptEvents const& kept() const { return kept_; }

 private:
  [[nodiscard]] bool wanted() const { return kept_.which != output::KeptEvents::Which::none; }
  output::KeptEvents kept_;
  output::Recorder recorder_;
};

/// A repetition is the run: the first replication once more, now with its events.
void write_series_folder(Invocation const& invocation, Input const& input,
                         output::Series const& series, bool shuffled_ties,
                         std::string const& summary) {
  auto const& first = series.table.records.front();
  model::RunOptions options;
  options.seed = first.seed;
  options.replication = first.replication;
  options.shuffled_ties = shuffled_ties;
  Recorded const recorded{options, kept_events(invocation, series.scenario)};
  auto const answer = experiment::run(series.scenario, options);
  expects(answer.results == first.results, "a replication that is repeated is the same");
  write_run_folder(invocation, input,
                   {series.scenario, answer, series.table, recorded.recorder(), recorded.kept(),
                    summary, experiment::fingerprint_of(series.table).text()});
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
  auto const told = formatted(invocation, series);
  if (!into_folder(invocation)) {
    deliver(invocation, console, told);
  } else {
    console.out(told);
    if (!table.interrupted && !table.records.empty()) {
      write_series_folder(invocation, input, series, options.shuffled_ties, told);
    }
  }
  if (invocation.has("report") && !table.interrupted) {
    keep_page(invocation, series, run_choice(invocation, input.scenario(), console), console);
  }
  if (!into_folder(invocation) && !table.interrupted) {
    keep_manifest(invocation, manifest(invocation, input, experiment::fingerprint_of(table)));
  }
  return code_of({&table}, console);
}

/// One run.
ExitCode run_once(Invocation const& invocation, Input const& input, Console& console) {
  Interrupt const interrupt;
  auto options = run_choice(invocation, input.scenario(), console);
  options.interrupt = interrupt.flag();
  auto const& scenario = input.scenario();
  bool const folder = into_folder(invocation);
  Recorded const recorded{options, folder
                                       ? kept_events(invocation, scenario)
                                       : output::KeptEvents{output::KeptEvents::Which::none, {}}};
  std::optional<output::ReportRecorder> watched;
  if (invocation.has("report")) options.observers.push_back(&watched.emplace(scenario));
  auto const answer = watched_run(scenario, options, console);
  auto const told = formatted(invocation, scenario, answer, console);
  bool const whole = answer.result.end != model::End::interrupted;
  if (!folder) {
    deliver(invocation, console, told);
    if (whole) keep_manifest(invocation, manifest(invocation, input, answer.results));
  } else {
    console.out(told);
    if (whole) {
      auto const table = experiment::tabulate({experiment::record_of(scenario, answer)});
      write_run_folder(invocation, input,
                       {scenario, answer, table, recorded.recorder(), recorded.kept(), told,
                        answer.results.text()});
    }
  }
  if (watched) keep_report(invocation, {.runs = {{scenario, answer, *watched}}});
  return code_of(answer.result, console);
}

/// What would stop it at its end stops it before its begin.
void check_target(Invocation const& invocation) {
  if (into_folder(invocation)) {
    check_folder(invocation.value("output", "-"), invocation.has("force"));
  } else if (invocation.has("events")) {
    throw UsageError{"--events is of a folder", "say where with --output FOLDER"};
  } else {
    check_output(invocation);
  }
}

ExitCode do_run(Invocation const& invocation, Console& console) {
  check_target(invocation);
  check_report(invocation);
  check_experiment(invocation);
  auto const input = load(invocation, console, "; nothing was run");
  if (!input.ok()) return input.code;
  if (into_folder(invocation)) static_cast<void>(kept_events(invocation, input.scenario()));
  if (auto const plan = plan_of_run(invocation, input.scenario())) {
    return told_of_measures(console, [&] { return run_series(invocation, input, *plan, console); });
  }
  return run_once(invocation, input, console);
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
  options.push_back({"details", '\0', "", "all tables, also where they are longer than a screen"});
  options.push_back({"relations",
                     '\0',
                     "WHICH",
                     "lead times of the six main relations, or of all",
                     {"main", "all"}});
  options.push_back(report_option());
  for (auto const& option : experiment_options()) options.push_back(option);
  options.push_back(events_option());
  options.push_back({"output", 'o', "FILE",
                     "write the data to FILE, or all there is to a folder (a name without an "
                     "ending), whole or not at all"});
  options.push_back({"force", '\0', "", "let --output replace a file, or the folder of a result"});
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
           {"caravan run khorgos.yaml --format json -o answer.json", "for a program"},
           {"caravan run khorgos.yaml -o khorgos", "a folder: database, tables, manifest"}},
          do_run};
}

}  // namespace caravan::cli
