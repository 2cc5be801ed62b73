#include "cli/run_shard.hpp"

#include <string>
#include <utility>

#include "caravan/output/replications.hpp"

#include "cli/errors.hpp"
#include "cli/experiment_input.hpp"
#include "cli/manifest.hpp"
#include "cli/run_folder.hpp"

namespace caravan::cli {

namespace {

/// What asks for the answer, or for one run, is not of a part.
void check_words_of_shard(Invocation const& invocation) {
  std::string found;
  for (auto const* const option :
       {"replication", "format", "details", "relations", "report", "events", "force"}) {
    if (invocation.has(option)) found += (found.empty() ? "--" : ", --") + std::string{option};
  }
  if (!found.empty()) {
    throw UsageError{"--shard makes a part of all replications and no answer: not with " + found,
                     "leave it out; 'caravan merge FOLDER' gives the answer after the last shard"};
  }
  if (!into_folder(invocation)) {
    throw UsageError{"--shard needs a folder",
                     "name the one that all shards share, for example --output parts"};
  }
}

/// The replications of a complete table, as if they had just been made.
experiment::Replications replications_in(experiment::SweepTable const& table) {
  auto replications = table.points.front();
  for (std::size_t i = 0; i < replications.records.size(); ++i) {
    auto const results = Fingerprint::of_text(table.results.front()[i]);
    if (!results) throw output::JournalError{"a journal holds a run without its fingerprint"};
    replications.records[i].results = *results;
  }
  return replications;
}

}  // namespace

ExitCode run_shard(Invocation const& invocation, Console& console) {
  check_words_of_shard(invocation);
  auto const shard = shard_of(invocation);
  StudyInput const input{invocation, console, StudyOf::replications};
  if (!input.ok()) return input.code();
  StudyFolder const folder{invocation.value("output", ""), input.key()};
  folder.keep_manifest(input);
  auto const journal = folder.open(shard);
  auto made = folder.read(input.study());
  bool const whole = make_runs(invocation, console, input, shard, made, journal.get());
  return told_of_shard(input, shard, folder, made, !whole, console);
}

ExitCode merge_run(Invocation const& asked, StudyInput const& input, StudyFolder const& folder,
                   experiment::SweepTable const& table, Console& console) {
  auto const replications = replications_in(table);
  auto plan = plan_of(asked, input.scenario()).value_or(scenario::Replication{});
  plan.find_warm_up = false;  // shards count from the clock's
  output::Series const series{input.scenario(), std::move(plan), input.options().seed, std::nullopt,
                              replications};
  auto const text = output::series_text(series, asked.values("measure"));
  folder.write("table.csv", output::series_csv(series));
  folder.write("summary.json", output::series_json(series));
  folder.write("summary.txt", text);
  auto const results = experiment::fingerprint_of(replications).text();
  folder.write(kManifestName, manifest_text(input.manifest(results)));
  console.out(text);
  return code_of({&replications}, console);
}

}  // namespace caravan::cli
