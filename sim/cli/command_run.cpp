#include <optional>
#include <string>
#include <utility>
#include <vector>

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
#include "cli/run_shard.hpp"
#include "cli/scenario_input.hpp"

namespace caravan::cli {

namespace {

/// What reads along while a run goes on: the folder that it goes into, and what a page shows of it,
/// which a folder keeps in any case.
struct Kept {
  Kept(Invocation const& invocation, scenario::Scenario const& scenario) {
    if (into_folder(invocation)) readers.push_back(&folder.emplace(invocation, scenario).tables());
    if (folder || invocation.has("report")) readers.push_back(&page.emplace(scenario));
  }
  std::optional<RunFolder> folder;
  std::optional<output::ReportReader> page;
  std::vector<output::EventReader*> readers;
};

experiment::Answer watched_run(scenario::Scenario const& scenario, model::RunOptions options,
                               Kept const& kept, Console const& console) {
  double seconds = 0;
  auto const answer = [&] {
    Progress progress{console, scenario.clock.horizon};
    options.progress = [&progress](SimTime now) { progress.at(now); };
    auto result = run_read(scenario, options, kept.readers);
    seconds = progress.seconds();
    return result;
  }();
  if (console.watched()) {
    auto const events = static_cast<std::int64_t>(answer.result.events);
    console.say(output::grouped(events) + " events in " + output::brief(seconds) + " s\n");
  }
  return answer;
}

/// For people; also what a folder keeps, whatever is printed.
std::string table_of(Invocation const& invocation, scenario::Scenario const& scenario,
                     experiment::Answer const& answer, bool pictures) {
  return output::summary_text(scenario, answer,
                              {.all_relations = invocation.value("relations", "main") == "all",
                               .pictures = pictures,
                               .details = invocation.has("details")});
}

std::string formatted(Invocation const& invocation, scenario::Scenario const& scenario,
                      experiment::Answer const& answer, Console const& console) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::summary_csv(scenario, answer);
  if (format == "json") return output::summary_json(scenario, answer);
  return table_of(invocation, scenario, answer, console.draws() && !invocation.has("output"));
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

std::string table_of(Invocation const& invocation, output::Series const& series) {
  return output::series_text(series, invocation.values("measure"));
}

std::string formatted(Invocation const& invocation, output::Series const& series) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::series_csv(series);
  if (format == "json") return output::series_json(series);
  return table_of(invocation, series);
}

Manifest manifest(Invocation const& invocation, Input const& input, Fingerprint const& results) {
  return manifest_of(deciding_words("run", invocation), input, {}, results.text());
}

/// What all replications say; and how many wait in the first ten of them where a page is asked for,
/// which takes nine runs more.
std::string document_of_series(Invocation const& invocation, output::Series const& series,
                               output::ReportedRun const& first, model::RunOptions const& options,
                               Console const& console) {
  auto const watched = invocation.has("report") ? series.table.records.size() : 1;
  auto const further = further_runs(series.scenario, options, watched, console);
  output::Report report{.runs = {first}};
  for (auto const& one : further) {
    report.further.push_back({series.scenario, one.answer, one.reader});
  }
  report.confidence = series.plan.confidence;
  report.replications = output::series_for_page(series);
  return document_of(std::move(report));
}

/// The page of `--report`, if it is asked for.
std::string page_over(Invocation const& invocation, std::string const& document,
                      scenario::Scenario const& scenario) {
  return invocation.has("report") ? output::report_page(document, scenario.name) : std::string{};
}

/// A repetition is the run: the first replication once more, now read along.
void keep_series(Invocation const& invocation, Input const& input, output::Series const& series,
                 bool shuffled_ties, Console const& console) {
  auto const& first = series.table.records.front();
  model::RunOptions options;
  options.shuffled_ties = shuffled_ties;
  options.seed = first.seed;
  options.replication = first.replication;
  Kept kept{invocation, series.scenario};
  if (kept.readers.empty()) return;
  auto const answer = run_read(series.scenario, options, kept.readers);
  expects(answer.results == first.results, "a replication that is repeated is the same");
  std::string document;
  if (kept.page) {
    document = document_of_series(invocation, series, {series.scenario, answer, *kept.page},
                                  options, console);
  }
  auto const page = page_over(invocation, document, series.scenario);
  if (kept.folder) {
    kept.folder->publish(input,
                         {answer, series.table, table_of(invocation, series),
                          experiment::fingerprint_of(series.table).text(), document, page},
                         console);
  }
  keep_report(invocation, page);
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
  into_folder(invocation) ? console.out(told) : deliver(invocation, console, told);
  if (!table.interrupted && !table.records.empty()) {
    keep_series(invocation, input, series, options.shuffled_ties, console);
    if (!into_folder(invocation)) {
      keep_manifest(invocation, manifest(invocation, input, experiment::fingerprint_of(table)));
    }
  }
  tell_of_unmet_measures(invocation, {&table}, console);
  return code_of({&table}, console);
}

/// One run.
ExitCode run_once(Invocation const& invocation, Input const& input, Console& console) {
  Interrupt const interrupt;
  auto options = run_choice(invocation, input.scenario(), console);
  options.interrupt = interrupt.flag();
  auto const& scenario = input.scenario();
  Kept kept{invocation, scenario};
  auto const answer = watched_run(scenario, options, kept, console);
  auto const told = formatted(invocation, scenario, answer, console);
  kept.folder ? console.out(told) : deliver(invocation, console, told);
  // Folder and page are whole or absent.
  if (answer.result.end == model::End::interrupted) return code_of(answer.result, console);
  std::string document;
  if (kept.page) document = document_of({.runs = {{scenario, answer, *kept.page}}});
  auto const page = page_over(invocation, document, scenario);
  if (kept.folder) {
    auto const table = experiment::tabulate({experiment::record_of(scenario, answer)});
    kept.folder->publish(input,
                         {answer, table, table_of(invocation, scenario, answer, false),
                          answer.results.text(), document, page},
                         console);
  } else {
    keep_manifest(invocation, manifest(invocation, input, answer.results));
  }
  keep_report(invocation, page);
  return code_of(answer.result, console);
}

/// What would stop it at its end stops it before its begin.
void check_target_of_run(Invocation const& invocation) {
  if (into_folder(invocation)) {
    check_folder(invocation.value("output", "-"), invocation.has("force"));
  } else if (invocation.has("events")) {
    throw UsageError{"--events is of a folder", "say where with --output FOLDER"};
  } else {
    check_output(invocation);
  }
}

ExitCode do_run(Invocation const& invocation, Console& console) {
  if (invocation.has("shard")) {
    return told_of_journals(console, [&] { return run_shard(invocation, console); });
  }
  check_target_of_run(invocation);
  check_report(invocation);
  check_experiment(invocation);
  auto const texts = into_folder(invocation) ? Texts::kept : Texts::left_out;
  auto const input = load(invocation, console, "; nothing was run", texts);
  if (!input.ok()) return input.code;
  if (into_folder(invocation)) static_cast<void>(kept_events(invocation, input.scenario()));
  auto const plan = plan_of_run(invocation, input.scenario());
  try {
    if (!plan && invocation.has("measure")) {
      throw UsageError{"--measure is of replications, and this is one run",
                       "say how many with --replications N"};
    }
    if (!plan) return run_once(invocation, input, console);
    return told_of_measures(console, [&] { return run_series(invocation, input, *plan, console); });
  } catch (output::DatabaseError const& error) {
    throw FileError{std::string{error.what()} + "; " + invocation.value("output", "-") +
                    " is as it was"};
  }
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
  options.push_back({"shard", '\0', "I/N",
                     "make only part I of N of the replications, into the folder of --output; "
                     "'caravan merge' puts them together"});
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
           {"caravan run khorgos.yaml -o khorgos", "a folder: database, tables, manifest"},
           {"caravan run khorgos.yaml --replications 1000 -o khorgos --shard 2/20",
            "part of many, on this machine"}},
          do_run};
}

}  // namespace caravan::cli
