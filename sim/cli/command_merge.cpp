#include "caravan/core/diagnostic.hpp"
#include "caravan/output/sweep.hpp"

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/study_input.hpp"

namespace caravan::cli {

namespace {

/// Says how many runs are missing, and what makes them.
ExitCode incomplete(StudyInput const& input, experiment::MadeRuns const& made,
                    std::string const& folder, Console& console) {
  auto const left = experiment::jobs_left(input.study(), made);
  auto const first =
      input.study().points.size() * static_cast<std::size_t>(input.study().replications);
  auto const words = shell_words(input.manifest({}).command) + " --into " + shell_words({folder});
  auto const stage = made.size() >= first;
  console.say("caravan: " + std::to_string(left.size()) +
              (stage ? " more runs are needed to find the best\n"
                     : " runs are missing; nothing was merged\n") +
              "  make them by: caravan " + words + '\n');
  return ExitCode::cannot_read_or_write;
}

ExitCode merge(Invocation const& invocation, Console& console) {
  auto const& path = invocation.arguments.front();
  auto const manifest = read_manifest(path);
  auto const asked = study_invocation(manifest.command);
  StudyInput const input{asked, console};
  if (!input.ok()) return input.code();
  StudyFolder const folder{path, input.key()};
  auto const made = folder.read(input.study());
  auto const table = experiment::table_of(input.study(), made);
  if (!table.complete) return incomplete(input, made, path, console);
  auto const report = input.report(table, made);
  write_results(folder, input, report, asked.values("measure"));
  console.out(output::sweep_text(report, asked.values("measure")));
  return code_of_table(table, false, console);
}

}  // namespace

Command merge_command() {
  return {"merge",
          "put the shards of a sweep together",
          "Reads every run in FOLDER, where 'caravan sweep --into FOLDER --shard I/N' left it, and "
          "writes the tables. They are the same bytes as if one machine had made all runs. Where "
          "runs are missing, it says how to make them.",
          {{"FOLDER", Argument::Kind::name, true}},
          {},
          {{"caravan merge results", "after the last shard"}},
          [](Invocation const& invocation, Console& console) {
            return told_of_journals(console, [&] { return merge(invocation, console); });
          }};
}

}  // namespace caravan::cli
