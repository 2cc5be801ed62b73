#include <algorithm>

#include "cli/commands.hpp"
#include "cli/errors.hpp"
#include "cli/study_folder.hpp"

namespace caravan::cli {

namespace {

/// Words of a shard without the number, which the scheduler fills in.
std::string shard_words(StudyInput const& input, std::string const& folder) {
  auto words = input.words_into(folder);
  words.emplace_back("--shard");
  return shell_words(words);
}

std::string commands_text(StudyInput const& input, std::string const& folder, std::size_t shards) {
  std::string text;
  for (std::size_t i = 1; i <= shards; ++i) {
    text += "caravan " + shard_words(input, folder) + ' ' + std::to_string(i) + '/' +
            std::to_string(shards) + '\n';
  }
  return text + "caravan merge " + shell_words({folder}) + '\n';
}

/// `text` in single quotes for a POSIX shell.
std::string quoted(std::string const& text) {
  std::string result = "'";
  for (char const c : text) result += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return result + '\'';
}

/// A job array, and the merge after all of it. Slurm runs what --wrap gives by sh, in the folder
/// from which it was submitted.
std::string slurm_text(StudyInput const& input, std::string const& folder, std::size_t shards) {
  auto const count = std::to_string(shards);
  auto const log = shell_words({folder}) + "/shard-%a.log";
  return "#!/bin/sh\n"
         "# Submits " +
         count +
         " shards as a job array, and the merge after all of them.\n"
         "# Run it in the folder from which it was planned. A shard that failed is made again by\n"
         "# sbatch with its number as --array; the others are left as they are.\n"
         "set -eu\n"
         "caravan=${CARAVAN:-caravan}\n"
         "array=$(sbatch --parsable --requeue --array=1-" +
         count +
         " --job-name=caravan-shard \\\n"
         "  --output=" +
         log +
         " \"$@\" \\\n"
         "  --wrap \"$caravan \"" +
         quoted(shard_words(input, folder) + " \"$SLURM_ARRAY_TASK_ID\"/" + count) + ")\n" +
         "sbatch --parsable --dependency=afterok:\"$array\" --job-name=caravan-merge \\\n"
         "  --output=" +
         shell_words({folder}) +
         "/merge.log \"$@\" \\\n"
         "  --wrap \"$caravan \"" +
         quoted("merge " + shell_words({folder})) + '\n';
}

ExitCode do_plan(Invocation const& invocation, Console& console) {
  check_output(invocation);
  auto const shards = whole_number(invocation, "shards", kMostShards);
  if (!shards) throw UsageError{"a plan needs --shards", "for example --shards 8"};
  if (*shards == 0) throw UsageError{"--shards cannot be '0'", "one is the least"};
  if (!invocation.has("into")) {
    throw UsageError{"a plan needs --into", "name the folder that all shards share"};
  }
  StudyInput const input{invocation, console, StudyOf::either};
  if (!input.ok()) return input.code();
  auto const path = invocation.value("into", "");
  StudyFolder const folder{path, input.key()};
  // Of another study or result, by its manifest or, without one, by its runs: say so.
  [[maybe_unused]] auto const before = folder.manifest_for(input);
  [[maybe_unused]] auto const made = folder.read(input.study());
  folder.keep_manifest(input);
  auto const runs = experiment::jobs_left(input.study(), {}).size();
  auto const count = std::min(static_cast<std::size_t>(*shards), runs);
  if (count < *shards) {
    console.say("caravan: " + std::to_string(runs) + (runs == 1 ? " run is" : " runs are") +
                " to be made; " + std::to_string(count) +
                (count == 1 ? " shard is planned, not " : " shards are planned, not ") +
                std::to_string(*shards) + '\n');
  }
  deliver(
      invocation, console,
      invocation.has("slurm") ? slurm_text(input, path, count) : commands_text(input, path, count));
  return ExitCode::done;
}

}  // namespace

Command plan_command() {
  auto options = study_options();
  options.push_back({"shards", '\0', "N", "parts into which the runs are divided"});
  options.push_back({"into", '\0', "FOLDER", "the folder that all shards share"});
  options.push_back({"slurm", '\0', "", "write a script that submits a job array to Slurm"});
  for (auto const& option : output_options()) options.push_back(option);
  return {
      "plan",
      "divide a sweep, or many replications, into shards for several machines",
      "Checks every point and prints the command of each shard, and of the merge after them: of "
      "'caravan sweep' where the scenario has the key `sweep`, else of 'caravan run'. "
      "Any scheduler can run them; with --slurm it is a script that submits them as a job "
      "array. Shards share a folder and no more: one that dies is run again by itself.",
      {scenario_argument()},
      options,
      {{"caravan plan cranes.yaml --shards 8 --into results", "a command a line"},
       {"caravan plan khorgos.yaml --replications 1000 --shards 20 --into khorgos",
        "no key `sweep`: replications"},
       {"caravan plan cranes.yaml --shards 200 --into results --slurm -o submit.sh",
        "for a cluster"}},
      [](Invocation const& invocation, Console& console) {
        return told_of_journals(console, [&] { return do_plan(invocation, console); });
      }};
}

}  // namespace caravan::cli
