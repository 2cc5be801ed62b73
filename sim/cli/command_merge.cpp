#include <algorithm>
#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/sweep.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/run_shard.hpp"
#include "cli/study_folder.hpp"

namespace caravan::cli {

namespace {

/// The shards of which runs are missing, each as `--shard` wants it.
std::vector<std::string> shards_left(StudyInput const& input, experiment::MadeRuns const& made,
                                     std::size_t count) {
  std::vector<std::string> left;
  for (std::size_t i = 1; count > 1 && i <= count; ++i) {
    auto const jobs = jobs_of({i, count}, input.study());
    if (std::all_of(jobs.begin(), jobs.end(),
                    [&](experiment::Job const& job) { return made.contains(job); })) {
      continue;
    }
    left.push_back(std::to_string(i) + '/' + std::to_string(count));
  }
  return left;
}

/// Says how many runs are missing, and what makes them.
ExitCode incomplete(StudyInput const& input, experiment::MadeRuns const& made,
                    StudyFolder const& folder, Console& console) {
  constexpr std::size_t kMostShown = 10;
  auto const left = experiment::jobs_left(input.study(), made);
  auto const first =
      input.study().points.size() * static_cast<std::size_t>(input.study().replications);
  auto const words = "caravan " + shell_words(input.words_into(folder.path()));
  auto const stage = made.size() >= first;
  auto text = "caravan: " + std::to_string(left.size()) +
              (stage ? " more runs are needed to find the best\n"
                     : " runs are missing; nothing was merged\n");
  auto const shards = shards_left(input, made, folder.shards());
  if (shards.empty()) {
    // Without a shard, `run` would make a whole folder anew.
    bool const points = input.of() == StudyOf::points;
    text += "  make them by: " + words + (points ? "" : " --shard 1/1") + '\n';
  }
  for (std::size_t i = 0; i < std::min(shards.size(), kMostShown); ++i) {
    text +=
        (i == 0 ? "  make them by: " : "                ") + words + " --shard " + shards[i] + '\n';
  }
  if (shards.size() > kMostShown) {
    text += "                and " + std::to_string(shards.size() - kMostShown) + " more shards\n";
  }
  console.say(text);
  return ExitCode::cannot_read_or_write;
}

ExitCode merge(Invocation const& invocation, Console& console) {
  auto const& path = invocation.arguments.front();
  auto const manifest = read_manifest(path);
  auto const asked = study_invocation(manifest);
  StudyInput const input{asked, console, study_of(manifest)};
  if (!input.ok()) return input.code();
  StudyFolder const folder{path, input.key()};
  auto made = folder.read(input.study());
  experiment::drop_beyond(input.study(), made);
  auto const table = experiment::table_of(input.study(), made);
  if (!table.complete) return incomplete(input, made, folder, console);
  if (input.of() == StudyOf::replications) return merge_run(asked, input, folder, table, console);
  auto const report = input.report(table, made);
  write_results(folder, input, report, asked.values("measure"));
  console.out(output::sweep_text(report, asked.values("measure")));
  return code_of_table(table, false, console);
}

}  // namespace

Command merge_command() {
  return {"merge",
          "put the shards of a sweep, or of many replications, together",
          "Reads every run in FOLDER, where the shards of 'caravan sweep --into FOLDER' or of "
          "'caravan run -o FOLDER' left it, and writes the tables. They are the same bytes as if "
          "one machine had made all runs: of a sweep those of 'caravan sweep --into', of a run "
          "what 'caravan run' prints by --format table, csv and json. Where runs are missing, it "
          "says how to make them.",
          {{"FOLDER", Argument::Kind::name, true}},
          {},
          {{"caravan merge results", "after the last shard"}},
          [](Invocation const& invocation, Console& console) {
            return told_of_journals(console, [&] { return merge(invocation, console); });
          }};
}

}  // namespace caravan::cli
