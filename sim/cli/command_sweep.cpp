#include "caravan/output/sweep.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/interrupt.hpp"
#include "cli/report_output.hpp"
#include "cli/study_folder.hpp"

namespace caravan::cli {

namespace {

std::string formatted(Invocation const& invocation, output::SweepReport const& report) {
  auto const format = invocation.value("format", "table");
  if (format == "csv") return output::sweep_csv(report);
  if (format == "json") return output::sweep_json(report);
  return output::sweep_text(report, invocation.values("measure"));
}

/// The points, and under them a run of the scenario without any of them.
std::string document_of_sweep(StudyInput const& input, output::SweepReport const& found,
                              Console const& console) {
  Interrupt const interrupt;
  model::RunOptions options;
  options.seed = input.options().seed;
  options.interrupt = interrupt.flag();
  WatchedRun const run{input.scenario(), std::move(options), console};
  output::Report report;
  report.runs.push_back({input.scenario(), run.answer, run.reader});
  if (!found.study.sweep.variables.empty()) report.sweep = output::sweep_json(found);
  return document_of(std::move(report));
}

/// Of --measure, and of the measure of the best.
void tell_of_unmet(Invocation const& invocation, experiment::Study const& study,
                   experiment::SweepTable const& table, Console const& console) {
  std::vector<experiment::Replications const*> tables;
  for (auto const& point : table.points) tables.push_back(&point);
  auto wanted = invocation;
  if (study.sweep.best) wanted.options["measure"].push_back(study.sweep.best->measure);
  tell_of_unmet_measures(wanted, tables, console);
}

ExitCode sweep(Invocation const& invocation, Console& console) {
  check_output(invocation);
  check_report(invocation);
  auto const shard = shard_of(invocation);
  if (shard.count > 1 && !invocation.has("into")) {
    throw UsageError{"--shard needs --into", "name the folder that all shards share"};
  }
  if (shard.count > 1 && invocation.has("report")) {
    throw UsageError{"--report shows all shards", "say 'caravan report FOLDER' after the last"};
  }
  StudyInput const input{invocation, console};
  if (!input.ok()) return input.code();
  std::optional<StudyFolder> folder;
  std::unique_ptr<output::Journal> journal;
  experiment::MadeRuns made;
  if (invocation.has("into")) {
    folder.emplace(invocation.value("into", ""), input.key());
    bool const begun = folder->manifest_for(input).has_value();
    journal = folder->open(shard);
    made = folder->read(input.study());
    if (!begun) folder->write(kManifestName, manifest_text(input.manifest({})));
  }
  bool const whole = make_runs(invocation, console, input, shard, made, journal.get());
  if (shard.count > 1) return told_of_shard(input, shard, *folder, made, !whole, console);
  if (folder) experiment::drop_beyond(input.study(), made);
  auto const table = experiment::table_of(input.study(), made);
  auto const report = input.report(table, made);
  if (folder && table.complete) write_results(*folder, input, report, invocation.values("measure"));
  deliver(invocation, console, formatted(invocation, report));
  if (whole && invocation.has("report")) {
    auto const document = document_of_sweep(input, report, console);
    keep_report(invocation, output::report_page(document, input.scenario().name));
  }
  tell_of_unmet(invocation, input.study(), table, console);
  return code_of_table(table, !whole, console);
}

ExitCode do_sweep(Invocation const& invocation, Console& console) {
  return told_of_journals(console, [&] { return sweep(invocation, console); });
}

}  // namespace

Again sweep_again(Manifest const& was, Invocation const& invocation, Console& console) {
  StudyInput const input{study_invocation(was), console};
  if (!input.ok()) return {input.code(), {}};
  experiment::MadeRuns made;
  if (!make_runs(invocation, console, input, {}, made, nullptr)) {
    return {ExitCode::interrupted, {}};
  }
  auto const table = experiment::table_of(input.study(), made);
  return {ExitCode::done, input.manifest(experiment::fingerprint_of(table).text()), made.size()};
}

Shown sweep_shown(Manifest const& was, Invocation const& invocation, Console& console) {
  StudyInput const input{study_invocation(was), console};
  if (!input.ok()) return {input.code()};
  StudyFolder const folder{invocation.arguments.front(), input.key()};
  auto made = folder.read(input.study());
  experiment::drop_beyond(input.study(), made);
  auto const table = experiment::table_of(input.study(), made);
  return {code_of_table(table, false, console),
          document_of_sweep(input, input.report(table, made), console), input.scenario().name};
}

Command sweep_command() {
  auto options = study_options();
  options.push_back({"into", '\0', "FOLDER",
                     "keep every run in FOLDER as it ends, and the tables; the same command goes "
                     "on where it was stopped"});
  options.push_back(
      {"shard", '\0', "I/N", "make only part I of N; 'caravan merge' puts them together"});
  options.push_back({"format",
                     '\0',
                     "FORM",
                     "table for people; csv: one value a line; json: estimates",
                     {"table", "csv", "json"}});
  options.push_back(report_option());
  for (auto const& option : output_options()) options.push_back(option);
  return {"sweep",
          "run many variants of a scenario, and find the best",
          "Varies the scenario as its key `sweep` says: a grid, lists side by side, or a Latin "
          "hypercube. Each point is replicated under the same luck, on all cores. Prints a line a "
          "point, the best with the probability that it is, and which input matters most. Without "
          "that key there is one point, the scenario as it is: its replications. With --into, "
          "nothing that was run is lost, whatever stops the program, and nothing is run "
          "twice: the tables are the same bytes as without a stop.",
          {scenario_argument()},
          options,
          {{"caravan sweep cranes.yaml", "all points, a line each"},
           {"caravan sweep cranes.yaml --into results", "stopped and started as you like"},
           {"caravan sweep cranes.yaml --format csv -o all.csv", "every value of every run"},
           {"caravan sweep cranes.yaml --into results --shard 2/8", "part of it, on this machine"}},
          do_sweep};
}

}  // namespace caravan::cli
